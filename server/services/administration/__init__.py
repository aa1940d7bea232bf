"""What an administrator can do (one verb a file); every change leaves an audit row in its transaction."""

from server.services.administration.activate_generation import activate_generation
from server.services.administration.add_user import add_user
from server.services.administration.admit_administrator import admit_administrator
from server.services.administration.approve_branch import approve_branch
from server.services.administration.backup_survey import (
    BackupSurvey,
    enrolment_is_held,
    image_is_held,
    survey_backup,
)
from server.services.administration.browse_users import UserPage, browse_users
from server.services.administration.change_branch_status import change_branch_status
from server.services.administration.change_generation import change_generation
from server.services.administration.choose_administration import choose_administration
from server.services.administration.choose_inner_ciphers import choose_inner_ciphers
from server.services.administration.choose_model import ModelChoice, choose_model, unchecked_users
from server.services.administration.choose_verifying import choose_verification, choose_verifier
from server.services.administration.enrol_user import EnrolmentSummary, enrol_user, require_enrollable
from server.services.administration.exit_user import exit_user
from server.services.administration.forget_user import forget_user, preview_forgetting
from server.services.administration.found import found
from server.services.administration.grant_user import grant_user, require_grantable
from server.services.administration.issue_administrator import issue_administrator, require_issuable
from server.services.administration.list_administrators import list_administrators
from server.services.administration.list_branches import list_branches
from server.services.administration.list_images import list_images
from server.services.administration.list_users import UserView, list_users
from server.services.administration.note_backup import note_backup
from server.services.administration.note_key_change import note_key_change
from server.services.administration.note_restore import note_restore
from server.services.administration.prove_vault import prove_vault
from server.services.administration.put_image import PutImage, preview_put, put_image
from server.services.administration.readmit_user import readmit_user
from server.services.administration.receivers import check_receivers
from server.services.administration.release_image import NOBODY, release_image
from server.services.administration.remove_image import (
    RemovalStep,
    RemovedImage,
    preview_removal,
    remove_image,
)
from server.services.administration.revoke_administrator import require_revocable, revoke_administrator
from server.services.administration.set_fence import FenceView, set_fence, show_fence
from server.services.administration.show_branch import BranchView, show_branch
from server.services.administration.show_counter import CounterView, show_counter
from server.services.administration.show_image import show_image
from server.services.administration.show_user import show_user
from server.services.administration.status import Standing, status
from server.services.administration.ungrant_user import ungrant_user
from server.services.administration.unlisted_users import unlisted_users
from server.services.administration.unlock_user import unlock_user

__all__ = [
    "NOBODY",
    "BackupSurvey",
    "BranchView",
    "CounterView",
    "EnrolmentSummary",
    "FenceView",
    "ModelChoice",
    "PutImage",
    "RemovalStep",
    "RemovedImage",
    "Standing",
    "UserPage",
    "UserView",
    "activate_generation",
    "add_user",
    "admit_administrator",
    "approve_branch",
    "browse_users",
    "change_branch_status",
    "change_generation",
    "check_receivers",
    "choose_administration",
    "choose_inner_ciphers",
    "choose_model",
    "choose_verification",
    "choose_verifier",
    "enrol_user",
    "enrolment_is_held",
    "exit_user",
    "forget_user",
    "found",
    "grant_user",
    "image_is_held",
    "issue_administrator",
    "list_administrators",
    "list_branches",
    "list_images",
    "list_users",
    "note_backup",
    "note_key_change",
    "note_restore",
    "preview_forgetting",
    "preview_put",
    "preview_removal",
    "prove_vault",
    "put_image",
    "readmit_user",
    "release_image",
    "remove_image",
    "require_enrollable",
    "require_grantable",
    "require_issuable",
    "require_revocable",
    "revoke_administrator",
    "set_fence",
    "show_branch",
    "show_counter",
    "show_fence",
    "show_image",
    "show_user",
    "status",
    "survey_backup",
    "unchecked_users",
    "ungrant_user",
    "unlisted_users",
    "unlock_user",
]
