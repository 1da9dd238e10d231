"""The addresses of the web face. The name of an address is the name of its page."""

from __future__ import annotations

from django.urls import path

from menara.web import accounts, deployments, home, kinds, partnerships
from menara.web.officers import against, record, roster
from menara.web.officers import file as officer_file
from menara.web.plans import alternatives, comparison, decisions, fairness, files, package, progress, scenarios, unlock
from menara.web.plans import lists as plan_lists
from menara.web.plans import record as plan_record
from menara.web.posts import calls, lists
from menara.web.posts import file as post_file
from menara.web.posts import record as post_record
from menara.web.summits import lists as meeting_lists
from menara.web.summits import outcomes
from menara.web.summits import record as meeting_record

kinds.register()

urlpatterns = [
    path("sign-in/", accounts.SignIn.as_view(), name="sign_in"),
    path("sign-out/", accounts.sign_out, name="sign_out"),
    path("language/", accounts.set_language, name="set_language"),
    path("account/", accounts.account, name="account"),
    path("account/settings/", accounts.organisation_settings, name="settings"),
    # Home
    path("", home.home, name="home"),
    path("due/", home.due, name="due"),
    path("sources/", home.sources, name="sources"),
    # Meetings and what came of them
    path("meetings/", meeting_lists.meeting_list, name="meetings"),
    path("meetings/meetings.<table:kind>", meeting_lists.export, name="meetings_export"),
    path("meetings/<int:meeting_id>/", meeting_record.meeting, name="meeting"),
    path("outcomes/<int:outcome_id>/", outcomes.outcome, name="outcome"),
    path("outcomes/<int:outcome_id>/climb/", outcomes.climb, name="outcome_climb"),
    path("outcomes/<int:outcome_id>/commit/", outcomes.commit, name="outcome_commit"),
    path("partnerships/", partnerships.partnerships, name="partnerships"),
    path("commitments/<int:commitment_id>/finish/", partnerships.finish, name="commitment_finish"),
    # Calls and posts
    path("posts/", lists.posts, name="posts"),
    path("posts/posts.<table:kind>", lists.export, name="posts_export"),
    path("posts/empty.<table:kind>", post_file.template, name="posts_template"),
    path("posts/enter/", post_record.enter, name="post_enter"),
    path("posts/import/", post_file.take_in, name="posts_import"),
    path("posts/<int:post_id>/", post_record.post, name="post"),
    path("posts/<int:post_id>/correct/", post_record.correct, name="post_correct"),
    path("calls/<int:call_id>/", calls.call, name="call"),
    path("calls/<int:call_id>/correct/", calls.correct, name="call_correct"),
    # Officers
    path("officers/", roster.roster, name="officers"),
    path("officers/officers.<table:kind>", roster.export, name="officers_export"),
    path("officers/empty.<table:kind>", officer_file.template, name="officers_template"),
    path("officers/enter/", record.enter, name="officer_enter"),
    path("officers/import/", officer_file.take_in, name="officers_import"),
    path("officers/<int:officer_id>/", record.officer, name="officer"),
    path("officers/<int:officer_id>/correct/", record.correct, name="officer_correct"),
    path("officers/<int:officer_id>/against/<int:post_id>/", against.against, name="against"),
    # Plans
    path("plans/", plan_lists.plan_list, name="plans"),
    path("plans/plans.<table:kind>", plan_lists.export, name="plans_export"),
    path("plans/new/", plan_lists.new, name="plan_new"),
    path("plans/scenarios/", scenarios.scenario_list, name="scenarios"),
    path("plans/scenarios/scenarios.<table:kind>", scenarios.export, name="scenarios_export"),
    path("plans/scenarios/<int:scenario_id>/rename/", scenarios.rename, name="scenario_rename"),
    path("plans/scenarios/<int:scenario_id>/drop/", scenarios.drop, name="scenario_drop"),
    path("plans/compare/", comparison.page, name="compare"),
    path("plans/compare/comparison.<table:kind>", comparison.export, name="compare_export"),
    path("plans/<int:plan_id>/keep/", scenarios.keep, name="scenario_keep"),
    path("plans/<int:plan_id>/fairness/", fairness.page, name="fairness"),
    path("plans/<int:plan_id>/fairness/fairness.<table:kind>", fairness.export, name="fairness_export"),
    path("plans/<int:plan_id>/fairness/officers/", fairness.officers, name="fairness_officers"),
    path(
        "plans/<int:plan_id>/fairness/officers.<table:kind>",
        fairness.officers_export,
        name="fairness_officers_export",
    ),
    path("plans/<int:plan_id>/", plan_record.plan, name="plan"),
    path("plans/<int:plan_id>/progress/", progress.progress, name="plan_progress"),
    path("plans/<int:plan_id>/stop/", progress.stop, name="plan_stop"),
    path("plans/<int:plan_id>/again/", plan_record.again, name="plan_again"),
    path("plans/<int:plan_id>/accept/", plan_record.accept, name="plan_accept"),
    path("plans/<int:plan_id>/refusals/", files.refusals, name="plan_refusals"),
    path("plans/<int:plan_id>/unlock/", unlock.page, name="plan_unlock"),
    path("plans/<int:plan_id>/why/", alternatives.why, name="plan_why"),
    path("plans/<int:plan_id>/posts/<int:post_id>/next/", alternatives.alternatives, name="plan_alternatives"),
    path("plans/<int:plan_id>/plan.json", files.file, name="plan_file"),
    path("plans/<int:plan_id>/slate.xlsx", files.workbook, name="plan_workbook"),
    path("plans/<int:plan_id>/package/", package.package, name="package"),
    path("plans/<int:plan_id>/package/<path:name>", package.package_file, name="package_file"),
    path("decisions/new/", decisions.decide, name="decide"),
    path("decisions/<int:decision_id>/withdraw/", decisions.withdraw, name="withdraw"),
    # Nominations and what became of them
    path("nominations/", deployments.nomination_list, name="nominations"),
    path("nominations/nominations.<table:kind>", deployments.export, name="nominations_export"),
    path("nominations/<int:nomination_id>/", deployments.nomination, name="nomination"),
]
