"""The list of rules, in the order of the catalogue. Adding one: a file here and a line below."""

from __future__ import annotations

from kentongan.compliance.rule import Rule
from kentongan.compliance.rules import (
    accessibility_alt_missing,
    accessibility_alt_poor,
    network_alt_too_long,
    network_needs_media,
    network_too_long,
    network_too_many_images,
    neutrality_candidate,
    neutrality_hand_sign,
    neutrality_local_names,
    neutrality_party,
    neutrality_personal_cult,
    neutrality_slogan_hashtag,
    neutrality_vote_call,
    personal_data_bank,
    personal_data_digits16,
    personal_data_email,
    personal_data_kk,
    personal_data_nik,
    personal_data_nip,
    personal_data_numbered,
    personal_data_phone,
    readability_long_sentence,
)

RULES: tuple[Rule, ...] = (
    neutrality_vote_call.RULE,
    neutrality_candidate.RULE,
    neutrality_party.RULE,
    neutrality_slogan_hashtag.RULE,
    neutrality_hand_sign.RULE,
    neutrality_personal_cult.RULE,
    neutrality_local_names.RULE,
    personal_data_nik.RULE,
    personal_data_kk.RULE,
    personal_data_digits16.RULE,
    personal_data_phone.RULE,
    personal_data_email.RULE,
    personal_data_numbered.RULE,
    personal_data_nip.RULE,
    personal_data_bank.RULE,
    readability_long_sentence.RULE,
    accessibility_alt_missing.RULE,
    accessibility_alt_poor.RULE,
    network_too_long.RULE,
    network_alt_too_long.RULE,
    network_too_many_images.RULE,
    network_needs_media.RULE,
)
BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
