from django.contrib import admin

from common.admin import FromImportAdmin
from upkeep.models import ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(FromImportAdmin):
    list_display = ("file_name", "quarter", "source", "started_at", "duration_s", "by")
    list_filter = ("quarter", "source")
