"""The indicators of the house: which there are, in which version, and whether their data is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from haidang.ioc.errors import IndicatorNotFound, NoData
from haidang.ioc.indicators import definition, reading
from haidang.ioc.indicators.definition import Definition
from haidang.ioc.indicators.formula import Formula
from haidang.ioc.indicators.publishing import datasets_of
from haidang.ioc.indicators.tables import IndicatorVersion
from haidang.ioc.lake import reading as lake
from haidang.platform import facts

Schemas = Mapping[str, reading.Schema]


@dataclass(frozen=True, slots=True)
class Spec:
    """A version of an indicator; `formula` is None while the datasets `missing` have nobody who supplies them."""

    row: IndicatorVersion
    definition: Definition
    formula: Formula | None
    missing: tuple[str, ...] = ()
    problem: str = ""
    """What is wrong with a formula whose dataset has changed since; blank if nothing is."""

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.definition.code

    @property
    def readable(self) -> Formula:
        """The formula; raises NoData while there is none that can be counted."""
        if self.formula is None:
            raise NoData(_("Chỉ số này chưa có dữ liệu."))
        return self.formula

    @property
    def number(self) -> int:
        """The version's number."""
        return self.row.number


def schemas() -> dict[str, dict[str, facts.Kind]]:
    """The columns of every dataset of the lake, with what they hold."""
    return {
        name: {column.name: column.kind for column in dataset.columns} for name, dataset in facts.datasets().items()
    }


def current(*, on: date) -> list[Spec]:
    """The version of every indicator that is in force, in the order of their first publication."""
    rows = IndicatorVersion.objects.filter(valid_from__lte=on).order_by("indicator_id", "number")
    newest = {row.indicator_id: row for row in rows}
    known = schemas()
    return [spec_of(row, known) for row in newest.values()]


def one(code: str, *, on: date, number: int | None = None) -> Spec:
    """That indicator in the version in force, or in version `number`; raises IndicatorNotFound."""
    rows = IndicatorVersion.objects.filter(indicator__code=code).order_by("-number")
    found = rows.filter(valid_from__lte=on).first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise IndicatorNotFound(_("Không có chỉ số này."))
    return spec_of(found, schemas())


def versions(code: str) -> list[IndicatorVersion]:
    """Every version of an indicator, newest first."""
    rows = IndicatorVersion.objects.filter(indicator__code=code).select_related("published_by")
    return list(rows.order_by("-number"))


def is_filled(spec: Spec, source: lake.Reader) -> bool:
    """Whether everything that the indicator counts is in the lake; a dataset without a single row is not."""
    return spec.formula is not None and set(spec.formula.datasets) <= set(source.names)


def spec_of(row: IndicatorVersion, known: Schemas) -> Spec:
    """A version, read; a formula that no longer fits its dataset says so instead of counting something else."""
    found = definition.read(row.content)
    missing = tuple(name for name in datasets_of(found.formula) if name not in known)
    if missing:
        return Spec(row, found, None, missing)
    try:
        return Spec(row, found, reading.read(found.formula, known))
    except reading.FormulaRefused as refusal:
        return Spec(row, found, None, problem=f"{refusal} ({refusal.field})")
