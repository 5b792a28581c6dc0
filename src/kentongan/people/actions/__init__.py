"""Every write to units, people, roles and tokens. Split by meaning; import from here."""

from kentongan.people.actions.entry import ask_for_links, invite, invite_all, send_links, uninvited
from kentongan.people.actions.imports import apply_import, discard_import, prepare_import
from kentongan.people.actions.installation import begin, rename_installation, save_unit_type
from kentongan.people.actions.letters import choose_mail, gather, send_due, send_test
from kentongan.people.actions.passwords import (
    change_password,
    reset_password,
    set_by_link,
    set_password,
    sign_out_everywhere,
)
from kentongan.people.actions.persons import (
    activate_person,
    add_absence,
    create_person,
    deactivate_person,
    edit_person,
    end_absence,
)
from kentongan.people.actions.roles import grant_role, revoke_role
from kentongan.people.actions.tokens import create_token, revoke_token
from kentongan.people.actions.units import (
    activate_unit,
    add_day_off,
    create_unit,
    deactivate_unit,
    edit_unit,
    move_unit,
    remove_day_off,
    set_office_hours,
)

__all__ = [
    "activate_person",
    "activate_unit",
    "add_absence",
    "add_day_off",
    "apply_import",
    "ask_for_links",
    "begin",
    "change_password",
    "choose_mail",
    "create_person",
    "create_token",
    "create_unit",
    "deactivate_person",
    "deactivate_unit",
    "discard_import",
    "edit_person",
    "edit_unit",
    "end_absence",
    "gather",
    "grant_role",
    "invite",
    "invite_all",
    "move_unit",
    "prepare_import",
    "remove_day_off",
    "rename_installation",
    "reset_password",
    "revoke_role",
    "revoke_token",
    "save_unit_type",
    "send_due",
    "send_links",
    "send_test",
    "set_by_link",
    "set_office_hours",
    "set_password",
    "sign_out_everywhere",
    "uninvited",
]
