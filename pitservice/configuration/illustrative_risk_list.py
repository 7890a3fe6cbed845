"""The risk factors a new team starts with: illustrative, editable data.

They are put together from domain.md §1.2, whose items and flags are a reconstruction and not the published list.
The page that shows them says so, and asks the team's lead to enter the wording the team holds.
"""

from __future__ import annotations

from pitservice.configuration.actions import Factor

TITLE = "Illustrative list of risk factors (not the published one)"

_GROUPS: dict[str, tuple[str, ...]] = {
    "The baby": (
        "*Failure to thrive, feeding difficulties, malnutrition",
        "Congenital abnormality or illness",
        "Very difficult temperament: extreme crying, irritability, hard to soothe",
        "Severe sleep problems",
        "*Very lethargic, passive, non-responsive or excessively compliant",
        "Resists holding, hypersensitive to touch",
        "Low birth weight / prematurity",
        "Developmental delay",
        "Exposure to drugs or alcohol in utero",
    ),
    "The parents' history and how they are now": (
        "*Loss of a previous infant",
        "Depression, current or in previous generations",
        "*Serious mental illness",
        "Chronic maternal anxiety",
        "*Parent's own history of abuse, neglect or being in care; unresolved trauma",
        "*Alcohol or drug misuse",
        "Learning difficulty",
        "Criminal or young offender's record",
        "*Previous child in foster care or adopted",
        "Previous child with behaviour problems",
        "*Violence reported in the family",
        "Acute family crisis",
        "Physical illness or disability in parent",
        "Ambivalence about or rejection of the pregnancy",
    ),
    "Between parent and baby": (
        "*Lack of sensitivity to infant's cries or signals",
        "*Physically punitive or rough towards child",
        "Lack of vocalisation to infant",
        "*Negative attributions made towards child, even if 'jokey'",
        "Lack of eye-to-eye contact",
        "Infant has poor physical care",
        "Does not anticipate or encourage child's development",
        "Lack of knowledge of parenting and child development",
        "Inconsistent care-giving",
        "Quality of partner relationship poor",
    ),
    "The family's circumstances": (
        "Chronic unemployment",
        "Inadequate income / housing",
        "Frequent moves / no telephone",
        "Low educational achievement",
        "*Single teenage mother without family support",
        "*Severe family dysfunction / instability",
        "Lack of support / isolation",
        "Recent life stress (bereavement, job loss, immigration)",
    ),
}

#: A star marks a factor that counts as significant in this illustrative list.
FACTORS: tuple[Factor, ...] = tuple(
    Factor(group=group, text=text.lstrip("*"), significant=text.startswith("*"))
    for group, texts in _GROUPS.items()
    for text in texts
)
