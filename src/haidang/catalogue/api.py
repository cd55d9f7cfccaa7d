"""The door of `catalogue`: procedures, their published versions, forms and search."""

from haidang.catalogue.answers import check_answers, clean_answers, parse_date, readable, shown_answers
from haidang.catalogue.content import (
    CHANNELS,
    Case,
    ChannelOffer,
    Coded,
    DocumentRequirement,
    Executing,
    Fee,
    ProcedureContent,
    Template,
    TimeLimit,
    Variant,
)
from haidang.catalogue.formbook import FormNotFound, FormRefused, form_for, form_version, publish_form
from haidang.catalogue.forms import Choice, FormDefinition, FormField
from haidang.catalogue.importing.readers import FileUnusable
from haidang.catalogue.importing.report import ImportReport, RecordNote
from haidang.catalogue.importing.run import import_file
from haidang.catalogue.labels import LEVELS as LEVEL_LABELS
from haidang.catalogue.labels import SERVICE_LEVELS as SERVICE_LEVEL_LABELS
from haidang.catalogue.models import ProcedureVersion
from haidang.catalogue.papers import Papers, bare_name, papers
from haidang.catalogue.profile import install_profile_procedures
from haidang.catalogue.searching.service import (
    Group,
    SearchHit,
    SearchPage,
    ServiceCounts,
    browse_fields,
    browse_life_events,
    counts,
    search,
    warm,
)
from haidang.catalogue.selectors import (
    ProcedureNotFound,
    PublishedProcedure,
    competent_agencies,
    executing_rules,
    fields_of,
    names,
    procedures_by_field,
    procedures_of,
    published,
    source_records,
    statutory_term_for,
    term_for,
    version,
    versions,
)

__all__ = [
    "CHANNELS",
    "LEVEL_LABELS",
    "SERVICE_LEVEL_LABELS",
    "Case",
    "ChannelOffer",
    "Choice",
    "Coded",
    "DocumentRequirement",
    "Executing",
    "Fee",
    "FileUnusable",
    "FormDefinition",
    "FormField",
    "FormNotFound",
    "FormRefused",
    "Group",
    "ImportReport",
    "Papers",
    "ProcedureContent",
    "ProcedureNotFound",
    "ProcedureVersion",
    "PublishedProcedure",
    "RecordNote",
    "SearchHit",
    "SearchPage",
    "ServiceCounts",
    "Template",
    "TimeLimit",
    "Variant",
    "bare_name",
    "browse_fields",
    "browse_life_events",
    "check_answers",
    "clean_answers",
    "competent_agencies",
    "counts",
    "executing_rules",
    "fields_of",
    "form_for",
    "form_version",
    "import_file",
    "install_profile_procedures",
    "names",
    "papers",
    "parse_date",
    "procedures_by_field",
    "procedures_of",
    "publish_form",
    "published",
    "readable",
    "search",
    "shown_answers",
    "source_records",
    "statutory_term_for",
    "term_for",
    "version",
    "versions",
    "warm",
]
