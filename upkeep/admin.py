from django.contrib import admin

from common.admin import FromImportAdmin
from upkeep.admin_calendars import CalendarAdmin
from upkeep.models import Calendar, ImportRun


@admin.register(ImportRun)
class ImportRunAdmin(FromImportAdmin):
    list_display = ("file_name", "quarter", "calendar", "source", "started_at", "duration_s", "by")
    list_filter = ("quarter", "source")
    list_select_related = ("quarter", "calendar__organisation", "by")


admin.site.register(Calendar, CalendarAdmin)
