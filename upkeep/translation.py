"""The history of what is kept here (see `common.history`); nothing of it has languages."""

from common.history import keep
from upkeep.models import Calendar

keep(Calendar)
