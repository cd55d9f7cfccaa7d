"""The door of `catalogue`: procedures, their published versions, forms and search."""

from haidang.catalogue.answers import check_answers, clean_answers, parse_date, readable, shown_answers
from haidang.catalogue.commitbook import CommitmentRefused, limit_problem, publish_commitments
from haidang.catalogue.commitments import Commitment, in_one_unit, keyed
from haidang.catalogue.comparison import Difference, differences
from haidang.catalogue.content import (
    CHANNELS,
    Case,
    Channel,
    ChannelOffer,
    Coded,
    DocumentRequirement,
    Executing,
    Exemption,
    Fee,
    ProcedureContent,
    Template,
    TimeLimit,
    Variant,
)
from haidang.catalogue.fee_rules import FeeRule, FeeRules, fees_for, rules_of
from haidang.catalogue.feebook import FeeRulesRefused, codes_with_fee_rules, may_publish_fees, publish_fee_rules
from haidang.catalogue.formbook import FormNotFound, FormRefused, form_for, form_version, publish_form
from haidang.catalogue.forms import Choice, FormDefinition, FormField
from haidang.catalogue.history import Span
from haidang.catalogue.history import spans as procedure_spans
from haidang.catalogue.history import state as procedures_state
from haidang.catalogue.importing.readers import FileUnusable
from haidang.catalogue.importing.report import ImportReport, RecordNote
from haidang.catalogue.importing.run import import_file
from haidang.catalogue.labels import CHANNELS as CHANNEL_LABELS
from haidang.catalogue.labels import FEE_KINDS as FEE_KIND_LABELS
from haidang.catalogue.labels import LEVELS as LEVEL_LABELS
from haidang.catalogue.labels import SERVICE_LEVELS as SERVICE_LEVEL_LABELS
from haidang.catalogue.models import ProcedureVersion
from haidang.catalogue.papers import Papers, bare_name, papers
from haidang.catalogue.profile import install_profile_procedures
from haidang.catalogue.publicity import PART_LABELS, Publicity, publicity
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
    OfferedProcedure,
    ProcedureNotFound,
    PublishedProcedure,
    competent_agencies,
    executing_rules,
    fields_of,
    names,
    names_of,
    offered,
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
    "CHANNEL_LABELS",
    "FEE_KIND_LABELS",
    "LEVEL_LABELS",
    "PART_LABELS",
    "SERVICE_LEVEL_LABELS",
    "Case",
    "Channel",
    "ChannelOffer",
    "Choice",
    "Coded",
    "Commitment",
    "CommitmentRefused",
    "Difference",
    "DocumentRequirement",
    "Executing",
    "Exemption",
    "Fee",
    "FeeRule",
    "FeeRules",
    "FeeRulesRefused",
    "FileUnusable",
    "FormDefinition",
    "FormField",
    "FormNotFound",
    "FormRefused",
    "Group",
    "ImportReport",
    "OfferedProcedure",
    "Papers",
    "ProcedureContent",
    "ProcedureNotFound",
    "ProcedureVersion",
    "Publicity",
    "PublishedProcedure",
    "RecordNote",
    "SearchHit",
    "SearchPage",
    "ServiceCounts",
    "Span",
    "Template",
    "TimeLimit",
    "Variant",
    "bare_name",
    "browse_fields",
    "browse_life_events",
    "check_answers",
    "clean_answers",
    "codes_with_fee_rules",
    "competent_agencies",
    "counts",
    "differences",
    "executing_rules",
    "fees_for",
    "fields_of",
    "form_for",
    "form_version",
    "import_file",
    "in_one_unit",
    "install_profile_procedures",
    "keyed",
    "limit_problem",
    "may_publish_fees",
    "names",
    "names_of",
    "offered",
    "papers",
    "parse_date",
    "procedure_spans",
    "procedures_by_field",
    "procedures_of",
    "procedures_state",
    "publicity",
    "publish_commitments",
    "publish_fee_rules",
    "publish_form",
    "published",
    "readable",
    "rules_of",
    "search",
    "shown_answers",
    "source_records",
    "statutory_term_for",
    "term_for",
    "version",
    "versions",
    "warm",
]
