"""Static files with content hashes in their names, also inside ES modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Files(CompressedManifestStaticFilesStorage):
    """`import "./x.js"` is rewritten too, or browsers would mix old and new modules after an update."""

    support_js_module_import_aggregation = True
