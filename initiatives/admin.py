from django.contrib import admin

from actors.admin import TermAdmin
from initiatives.models import Programme


@admin.register(Programme)
class ProgrammeAdmin(TermAdmin):
    """Kept like the vocabulary: `load_reference` would bring back what somebody deleted or gave another slug."""
