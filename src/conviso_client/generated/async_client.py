# Written by `make generate` from schema.graphql and queries/. Do not edit.
"""The client's methods, one for each operation in `queries/`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conviso_client.client.base import AsyncBaseClient

from . import operations

if TYPE_CHECKING:
    from typing import Any

    from conviso_client.models.inputs import ID, Sequence
    from conviso_client.paging.pager import AsyncPager
    from conviso_client.paging.state import PagerState
    from conviso_client.upload import Upload

    from .enums import (
        ActivitySortByEnumValue,
        IssueStatusLabelValue,
        IssueValue,
        OrderOccurrencesParamsValue,
        OrderParamsValue,
        OrderScopesParamsValue,
        ScanRunStateEnumValue,
        SeverityCategoryValue,
        VulnerabilityTemplateSortByEnumValue,
    )
    from .inputs import (
        ActivitiesSearch,
        AddActivityAttachmentInput,
        AddApplicationAssetsInput,
        AssetsSearch,
        AssociateProjectInput,
        BasePaginationInput,
        BulkChangeIssueStatusInput,
        BulkDeleteIssuesInput,
        BulkDeleteProjectInput,
        BulkUpdateProjectStatusInput,
        CancelPentestExecutionInput,
        ChangeIssueStatusInput,
        CompanySearch,
        CreateApplicationInput,
        CreateAssetInput,
        CreateAttachmentInput,
        CreateControlSyncStatusInput,
        CreateDastFindingInput,
        CreateDeployInput,
        CreateNetworkVulnerabilityInput,
        CreateOrUpdateBackstageIntegrationInput,
        CreateOrUpdateContainerFindingInput,
        CreateOrUpdateDastFindingInput,
        CreateOrUpdateFindingPolymorphicInput,
        CreateOrUpdateSastFindingInput,
        CreateOrUpdateScaFindingInput,
        CreateOrUpdateSecretFindingInput,
        CreatePentestArtifactInput,
        CreatePentestExecutionInput,
        CreatePentestRetestInput,
        CreateProjectInput,
        CreateProjectRequirementInput,
        CreateSastFindingInput,
        CreateScaFindingInput,
        CreateSourceCodeVulnerabilityInput,
        CreateThreatModelArtifactInput,
        CreateThreatModelArtifactVersionInput,
        CreateThreatModelingRequirementsInput,
        CreateTicketInput,
        CreateWebVulnerabilityInput,
        DeleteAssetInput,
        DeleteIssueInput,
        DeleteRequirementInput,
        FilterParams,
        ImportAssetToIntegrationInput,
        ImportSbomInput,
        IncreaseIssueScanCountInput,
        IssuesFiltersInput,
        IssueSortOptionInput,
        IssuesStatsFiltersInput,
        MarkIssueAsAnalyzedInput,
        PaginationInput,
        ProjectSearch,
        ProjectTypeSearch,
        RemoveApplicationAssetsInput,
        RequirementInput,
        RequirementsFilterInput,
        SbomComponentSearchInput,
        ScansHistoriesFiltersInput,
        ScansHistoriesSortOptionInput,
        SecurityGateExecutionsSearch,
        SecurityGateExecutionsSortOptionInput,
        StartConvisoDastInput,
        SubmitPentestRetestResultInput,
        SyncAssetInput,
        SyncVulnerabilityWithDefectTrackerInput,
        TicketSearch,
        TopVulnerabilitiesFiltersInput,
        UpdateActivityStatusInput,
        UpdateApplicationInput,
        UpdateAssetInput,
        UpdateControlSyncStatusInput,
        UpdateIssueAssigneesInput,
        UpdateNetworkVulnerabilityInput,
        UpdatePentestArtifactInput,
        UpdatePortalUserAccessInput,
        UpdateProjectInput,
        UpdateProjectRequirementInput,
        UpdateProjectStatusInput,
        UpdateSourceCodeVulnerabilityInput,
        UpdateThreatModelArtifactInput,
        UpdateWebVulnerabilityInput,
        VulnerabilitySearch,
    )
    from .models import (
        Activity,
        ActivityCollection,
        AddActivityAttachmentPayload,
        AddApplicationAssetsPayload,
        AnalysisStatusTypeCollection,
        Application,
        AssetCollection,
        AssetDetail,
        AssetScansCount,
        AssetSummary,
        AssociateProjectPayload,
        BackstageIntegration,
        BatchCreateOrUpdateFindingsPayload,
        BranchCollection,
        BulkChangeIssueStatusPayload,
        BulkDeleteIssuesPayload,
        BulkDeleteProjectPayload,
        BulkUpdateProjectStatusPayload,
        CancelPentestExecutionPayload,
        ChangeIssueStatusPayload,
        CompanyCollection,
        CompanyDetail,
        CompanySummary,
        ControlSyncStatusDetail,
        CreateApplicationPayload,
        CreateAssetPayload,
        CreateAttachmentPayload,
        CreateControlSyncStatusPayload,
        CreateDastFindingPayload,
        CreateDeployPayload,
        CreateNetworkVulnerabilityPayload,
        CreateOrUpdateBackstageIntegrationPayload,
        CreateOrUpdateContainerFindingPayload,
        CreateOrUpdateDastFindingPayload,
        CreateOrUpdateIacFindingPayload,
        CreateOrUpdateRequirementPayload,
        CreateOrUpdateSastFindingPayload,
        CreateOrUpdateScaFindingPayload,
        CreateOrUpdateSecretFindingPayload,
        CreatePentestArtifactPayload,
        CreatePentestExecutionPayload,
        CreatePentestRetestPayload,
        CreateProjectPayload,
        CreateProjectRequirementPayload,
        CreateRequirementSyncConfigurationPayload,
        CreateSastFindingPayload,
        CreateScaFindingPayload,
        CreateScanRunPayload,
        CreateSourceCodeVulnerabilityPayload,
        CreateThreatModelArtifactPayload,
        CreateThreatModelArtifactVersionPayload,
        CreateThreatModelingRequirementsPayload,
        CreateTicketPayload,
        CreateWebVulnerabilityPayload,
        DeleteAssetPayload,
        DeleteIssuePayload,
        DeleteRequirementPayload,
        DeployCollection,
        ImportAssetToIntegrationPayload,
        ImportAstFindingsFilePayload,
        ImportContainerFindingsFilePayload,
        ImportMobsfPayload,
        ImportSbomPayload,
        IncreaseIssueScanCountPayload,
        IssueDetail,
        IssueInterfaceCollection,
        IssuesStats,
        IssueSummary,
        LegacyVulnerability,
        LogAstErrorPayload,
        MarkIssueAsAnalyzedPayload,
        MttrOverTime,
        OverallRiskScoreHistory,
        PentestArtifact,
        PentestArtifactCollection,
        PentestExecution,
        PolicyControls,
        ProjectCollection,
        ProjectDetail,
        ProjectReport,
        ProjectRequirement,
        ProjectStatusDetail,
        ProjectSummary,
        ProjectTypeCollection,
        ProjectTypeDetail,
        RemoveApplicationAssetsPayload,
        RequirementCollection,
        RequirementDetail,
        RequirementSummary,
        SbomComponent,
        SbomComponentCollection,
        ScanHistoryCollection,
        ScanHistorySummary,
        SecurityGateExecution,
        SecurityGateExecutionCollection,
        SecurityGateFailingVulnerability,
        SecurityGateRun,
        StartConvisoDastPayload,
        SubmitPentestRetestResultPayload,
        SyncAssetPayload,
        SyncRequirementsWithTrackerPayload,
        SyncVulnerabilityWithDefectTrackerPayload,
        ThreatModelArtifact,
        ThreatModelArtifactCollection,
        Ticket,
        TicketCollection,
        TopVulnerability,
        UpdateActivityStatusPayload,
        UpdateApplicationPayload,
        UpdateAssetPayload,
        UpdateControlSyncStatusPayload,
        UpdateIssueAssigneesPayload,
        UpdateNetworkVulnerabilityPayload,
        UpdatePentestArtifactPayload,
        UpdatePortalUserAccessPayload,
        UpdateProjectPayload,
        UpdateProjectRequirementPayload,
        UpdateProjectStatusPayload,
        UpdateScanRunPayload,
        UpdateSourceCodeVulnerabilityPayload,
        UpdateThreatModelArtifactPayload,
        UpdateWebVulnerabilityPayload,
        UserDetail,
        VulnerabilityCollection,
        VulnerabilityTemplateCollection,
        VulnerabilityTemplateDetail,
        VulnerabilityTemplateSummary,
    )


class AsyncOperations(AsyncBaseClient):
    """The operations of the API, a method each."""

    _with_side_effects = operations.WITH_SIDE_EFFECTS

    async def activities(
        self,
        params: ActivitiesSearch,
        *,
        sort_by: ActivitySortByEnumValue | None = None,
        descending: bool | None = None,
        page: int = 1,
        limit: int = 50,
        history_pagination: PaginationInput | None = None,
        attachment_actions_only: bool | None = None,
        with_history: bool = False,
    ) -> ActivityCollection:
        """List the activities of a project or of one of its requirements.

        The API takes no company and no status here: choose by `status` in the answer.

        Args:
            params: `project_id`, and to narrow it `project_requirement_id`, `title` or, for a requirement of the company, `playbook_id`.
            sort_by: `SORT` for the requirement's own order, `TITLE` for the alphabet; None leaves the order to the server.
            descending: True for the last first.
            page: which page; the first is 1.
            limit: rows a page.
            history_pagination: which part of each activity's history comes, if `with_history` is True.
            attachment_actions_only: True keeps only actions on files in each history.
            with_history: also the history of each activity: person, action and time.
        """
        return await self._call(
            operations.activities,
            {
                "params": params,
                "sortBy": sort_by,
                "descending": descending,
                "page": page,
                "limit": limit,
                "historyPagination": history_pagination,
                "attachmentActionsOnly": attachment_actions_only,
                "withHistory": with_history,
            },
        )

    async def add_activity_attachment(self, input: AddActivityAttachmentInput) -> AddActivityAttachmentPayload:
        """Add files to an activity as evidence, and leave its status as it is.

        Args:
            input: the activity's `id`, the files as `archives`, and if you like a `reason`.
        """
        return await self._call(operations.add_activity_attachment, {"input": input})

    async def add_application_assets(
        self, input: AddApplicationAssetsInput, *, company_id: ID | None = None, with_assets: bool = True
    ) -> AddApplicationAssetsPayload:
        """Add assets to an application.

        Args:
            input: the application's `id` and the `asset_ids` to add.
            company_id: the company; None takes the one that the input names, else the client's.
            with_assets: also ask for the assets.
        """
        return await self._call(
            operations.add_application_assets, {"input": input, "withAssets": with_assets}, company_id
        )

    async def allocated_analyses(self, *, page: int = 1, limit: int = 50) -> ProjectCollection:
        """List the projects that the owner of the API key is allocated to as an analyst.

        Answers only if the key belongs to an analyst who is allocated somewhere. Analysis is the platform's old word for
        project; how the rows differ from those of `allocated_projects` is not documented.

        Args:
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(operations.allocated_analyses, {"page": page, "limit": limit})

    async def allocated_projects(self, *, page: int = 1, limit: int = 50) -> ProjectCollection:
        """List the projects that the owner of the API key is allocated to.

        The API takes neither a company nor a filter here.

        Args:
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(operations.allocated_projects, {"page": page, "limit": limit})

    async def application(self, id: ID, *, company_id: ID | None = None, with_assets: bool = True) -> Application:
        """Get an application with its assets.

        Args:
            id: the id.
            company_id: the company; None takes the client's.
            with_assets: also ask for the assets.
        """
        return await self._call(operations.application, {"id": id, "withAssets": with_assets}, company_id)

    async def applications(
        self, *, company_id: ID | None = None, search: str | None = None, with_assets: bool = False
    ) -> list[Application]:
        """List the applications of a company, each a group of assets.

        They come all at once: the API has no pages here.

        Args:
            company_id: the company; None takes the client's.
            search: text to look for; None lists every application.
            with_assets: also the assets of each application, which makes the answer long.
        """
        return await self._call(operations.applications, {"search": search, "withAssets": with_assets}, company_id)

    async def asset(self, id: ID) -> AssetDetail:
        """Get an asset by its id.

        The company is not needed: the answer names it in `company`. The id of an asset that was merged into another
        resolves for good, to the asset that took it in; the answer's `id` is then not the one that you asked for. Use
        the answer's in filters: they do not know the old one, and find nothing.

        Args:
            id: the id.
        """
        return await self._call(operations.asset, {"id": id})

    async def asset_scans_count(self, *, company_id: ID | None = None) -> AssetScansCount:
        """Count the assets of a company that scans cover, and those that none does.

        `considered_scans` names the kinds of scans that count as cover.

        Args:
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.asset_scans_count, {}, company_id)

    async def assets(
        self, *, company_id: ID | None = None, search: AssetsSearch | None = None, page: int = 1, limit: int = 50
    ) -> AssetCollection:
        """List the assets of a company.

        An asset that was merged into another has no row of its own: its old id resolves in `asset`, not here. What
        the key may not see is left out without an error.

        Args:
            company_id: the company; None takes the client's.
            search: filters, and the order as `sort_by` with `order`; None lists every asset in the server's order.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(operations.assets, {"search": search, "page": page, "limit": limit}, company_id)

    async def associate_project(
        self, input: AssociateProjectInput, *, company_id: ID | None = None
    ) -> AssociateProjectPayload:
        """Link a project of an external scanner with an asset, and start its synchronization.

        - `project_id` is the scanner's id of its project, not the id of a Conviso project. `project_ids` is
          deprecated.
        - Without `repository_url` the asset goes by the name of the project. With it the asset goes by its
          repository, and is renamed `org/repo`; it then takes one `project_id` only.
        - `branches` works only with `repository_url`, and only where the branch model is on for the company.
          Elsewhere it is dropped without an error.

        Args:
            input: the scanner and its project, the repository and its branches.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.associate_project, {"input": input}, company_id)

    async def backstage_integration(self, instance_id: str) -> BackstageIntegration:
        """Get the connection with an instance of Backstage.

        An instance that is not connected is an error.

        Args:
            instance_id: the id that the instance was given by `create_or_update_backstage_integration`, any text.
        """
        return await self._call(operations.backstage_integration, {"instanceId": instance_id})

    async def batch_create_or_update_findings(
        self, findings: Sequence[CreateOrUpdateFindingPolymorphicInput]
    ) -> BatchCreateOrUpdateFindingsPayload:
        """Create or update many findings, of any types, in one request.

        It is not all or nothing, and no exception tells that rows failed: look at `finding_errors`. It names the rows that were
        refused by their `index`, the position in the list that you sent; whether that counts from 0 or from 1 is not documented.
        `issues` are the ones that went through, without a word on which row each came from: list them with `ids` in the filters of
        `issues`, where each has its `original_issue_id_from_tool`. Send refused rows again, never the whole list. No limit for the
        number of rows is documented; keep the list short enough for `timeout`.

        Args:
            findings: one entry per finding, with `asset_id` and one of `sast`, `sca`, `dast`, `iac`, `container` and `secret`. `iac` takes the input of a SAST finding; the fields of `api` are not published.
        """
        return await self._call(operations.batch_create_or_update_findings, {"findings": findings})

    async def branches(self, asset_id: ID, *, company_id: ID | None = None) -> BranchCollection:
        """List the branches of an asset that is a repository.

        Look a name up here before you filter issues by it, and send it exactly as it is written here, upper and lower
        case included: a filter that knows no such branch finds no issues and says nothing. The list has no confirmed
        arguments for pages: compare its length with `metadata.total_count`, and take `branches` of `asset` if they
        differ.

        Args:
            asset_id: the asset; it must belong to the company.
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.branches, {"assetId": asset_id}, company_id)

    async def bulk_change_issue_status(
        self, input: BulkChangeIssueStatusInput, *, company_id: ID | None = None
    ) -> BulkChangeIssueStatusPayload:
        """Change the status of many issues at once.

        The work is only queued when the answer comes. The answer is the id of a job; no query tells how the job went, and no source
        what becomes of issues that the status is not permitted for. Read the issues again, with `ids` in the filters of `issues`.

        Args:
            input: `ids`, `status`, and the `reason`; `risk_accepted_until` is the deadline of issues whose risk is accepted. The company, one for all ids, is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.bulk_change_issue_status, {"input": input}, company_id)

    async def bulk_delete_issues(
        self, input: BulkDeleteIssuesInput, *, company_id: ID | None = None
    ) -> BulkDeleteIssuesPayload:
        """Delete issues; no operation brings them back.

        The work is only queued when the answer comes. The answer is the id of a job, and no query tells how the job went: the issues
        are gone when `issues`, with `ids` in the filters, no longer lists them.

        Args:
            input: the `ids`, also for one issue. The company, one for all ids, is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.bulk_delete_issues, {"input": input}, company_id)

    async def bulk_delete_projects(
        self, input: BulkDeleteProjectInput, *, company_id: ID | None = None
    ) -> BulkDeleteProjectPayload:
        """Delete projects.

        The API answers with projects and not with a job. Which ones those are is not documented, and the payload has no
        list of errors: to be sure that all are gone, ask `projects` with `id_in`. An id that does not exist fails the call
        with "Record not found".

        Args:
            input: the `ids`, also for one project; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.bulk_delete_projects, {"input": input}, company_id)

    async def bulk_update_project_status(
        self, input: BulkUpdateProjectStatusInput, *, company_id: ID | None = None
    ) -> BulkUpdateProjectStatusPayload:
        """Change the status of several projects at once.

        The allowed changes are those of `update_project_status`. What becomes of projects that may not take the step is not
        documented, and the payload has no list of errors: look at each `status` in the answer. The API answers with
        projects and not with a job.

        Args:
            input: the `ids`, the new `project_status` and the `reason`; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.bulk_update_project_status, {"input": input}, company_id)

    async def cancel_pentest_execution(self, input: CancelPentestExecutionInput) -> CancelPentestExecutionPayload:
        """Cancel a run of an AI pentest, and get its credits back.

        Args:
            input: the `id` of the run.
        """
        return await self._call(operations.cancel_pentest_execution, {"input": input})

    async def change_issue_status(self, input: ChangeIssueStatusInput) -> ChangeIssueStatusPayload:
        """Change the status of an issue.

        Issues go from CREATED over IDENTIFIED, IN_PROGRESS and AWAITING_VALIDATION to FIX_ACCEPTED, which the platform shows as fixed;
        a scan that finds a fixed issue again sets it back to IDENTIFIED. RISK_ACCEPTED and FALSE_POSITIVE are decisions that no scan
        reverts. Those two, FIX_ACCEPTED and SUPPRESSED stop the clock of the SLA. `permitted_status` of an issue lists what is allowed
        now, that of the answer what is allowed next. The payload has no list of errors: a refusal is a `GraphQLError`. For many issues
        there is `bulk_change_issue_status`.

        Args:
            input: `id`, `status`, and the `reason`. `risk_accepted_until` is the deadline of an issue whose risk is accepted; `external_author_identifier` the e-mail address of who fixed it. `evidence_blob_signed_ids` come from `generateEntityFileUploadUrl`, whose shape is not published: no method here makes them.
        """
        return await self._call(operations.change_issue_status, {"input": input})

    async def companies(
        self,
        *,
        params: CompanySearch | None = None,
        order: OrderScopesParamsValue | None = None,
        order_type: OrderParamsValue | None = None,
        page: int = 1,
        limit: int = 50,
    ) -> CompanyCollection:
        """List the companies that the API key can see.

        This is where the `company_id` of other methods comes from. The list has no confirmed total: it ends where a
        page is empty.

        Args:
            params: filters: `label_cont` for a part of the name, `label_eq` for all of it; None lists every company.
            order: the field to order by; `label`, the name, is the only one known.
            order_type: the direction of `order`.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(
            operations.companies,
            {"params": params, "order": order, "orderType": order_type, "page": page, "limit": limit},
        )

    async def company(self, *, company_id: ID | None = None) -> CompanyDetail:
        """Get a company: its plan, its feature flags, its integrations.

        Args:
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.company, {}, company_id)

    async def control_sync_status(self, id: ID) -> ControlSyncStatusDetail:
        """Get how far an import or a scan is.

        What `import_mobsf` and `start_conviso_dast` begin is followed here: ask again while `status` is `pending`.

        Args:
            id: the id.
        """
        return await self._call(operations.control_sync_status, {"id": id})

    async def create_application(
        self, input: CreateApplicationInput, *, company_id: ID | None = None, with_assets: bool = True
    ) -> CreateApplicationPayload:
        """Create an application, with assets or without.

        Args:
            input: the new application; `name` is all that is required.
            company_id: the company; None takes the one that the input names, else the client's.
            with_assets: also ask for the assets.
        """
        return await self._call(operations.create_application, {"input": input, "withAssets": with_assets}, company_id)

    async def create_asset(self, input: CreateAssetInput, *, company_id: ID | None = None) -> CreateAssetPayload:
        """Create an asset.

        One asset is one repository with all its branches. For source code give both `repo_url`, the address to clone
        from, and `branch_name`: with only one of them the platform does not join the asset with its repository, or
        takes a branch that nobody named, and reports no error. Without business impact, exploitability and data
        classification there is no risk score. Technologies go into `tecnology_list`, which the API spells so.

        Args:
            input: the new asset; `name` is all that is required.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_asset, {"input": input}, company_id)

    async def create_attachment(
        self, input: CreateAttachmentInput, *, company_id: ID | None = None
    ) -> CreateAttachmentPayload:
        """Attach a file to an issue or to a project.

        Set exactly one of `issue_id` and `project_id`. The payload has no confirmed list of errors: where `attachment` is
        None, nothing was attached. Evidence for an activity goes through `add_activity_attachment`.

        Args:
            input: the file as `archive`, and the issue or the project; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_attachment, {"input": input}, company_id)

    async def create_control_sync_status(self, input: CreateControlSyncStatusInput) -> CreateControlSyncStatusPayload:
        """Open the record of a scan that you run yourself, to report findings under it.

        Give its id to the imports and to the findings that you create, and count them with `increase_issue_scan_count`. The
        record is `pending` until `success_count` reaches `external_vulnerability_count`; `update_control_sync_status`
        corrects that number later, so 0 will do here. A `branch_name` that the asset does not have may be dropped without
        an error. `scan_run_id`, from `create_scan_run`, is new: an older deployment refuses the call with it, and then
        nothing was recorded.

        Args:
            input: `asset_id`, the tool as `integration`, and `external_vulnerability_count`.
        """
        return await self._call(operations.create_control_sync_status, {"input": input})

    async def create_dast_finding(self, input: CreateDastFindingInput) -> CreateDastFindingPayload:
        """Create a finding of a dynamic analysis (DAST).

        For a finding that the platform does not have yet: sent twice, it may be there twice. The status cannot be given here; change
        it afterwards with `change_issue_status`. The payload has no list of errors: a refusal is a `GraphQLError`.

        Args:
            input: asset, title, description, and the request: `method`, `scheme`, `url`, `port`, raw `request` and `response`. `project_id` files it under a project.
        """
        return await self._call(operations.create_dast_finding, {"input": input})

    async def create_deploy(self, input: CreateDeployInput, *, company_id: ID | None = None) -> CreateDeployPayload:
        """Record a deploy of an asset: the commits from the previous one to this one.

        A second deploy with the same two commits is refused with "A deploy with the same previous and current commit
        already exists". For the first deploy the vendor's scanner gives `4b825dc642cb6eb9a060e54bf8d69288fbee4904`, git's
        empty tree, as `previous_commit`. `diff_content` and `commit_history` are files; the scanner sends one file, its
        list of commits as JSON, as both. The payload has no confirmed list of errors: where `deploy` is None, nothing was
        recorded.

        Args:
            input: `asset_id`, both commits, `branch_name` and the files; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_deploy, {"input": input}, company_id)

    async def create_network_vulnerability(
        self, input: CreateNetworkVulnerabilityInput
    ) -> CreateNetworkVulnerabilityPayload:
        """Report a network vulnerability.

        Sent twice, it is there twice: the input has nothing by which a vulnerability could be recognized. The payload has no list of
        errors: a refusal is a `GraphQLError`. Attach evidence afterwards with `create_attachment`.

        Args:
            input: the finding, its asset, and the service: `address`, `port`, `protocol`, `attack_vector`; `project_id` files it under a project. `category` is the CWE, `patterns` are OWASP categories, `status` may be DRAFT while you write.
        """
        return await self._call(operations.create_network_vulnerability, {"input": input})

    async def create_or_update_backstage_integration(
        self, input: CreateOrUpdateBackstageIntegrationInput, *, company_id: ID | None = None
    ) -> CreateOrUpdateBackstageIntegrationPayload:
        """Connect an instance of Backstage with a company, or change the connection.

        A new `instance_id` makes a connection, a known one changes it. Send `backstage_url` either way, as Conviso's
        plugin does.

        Args:
            input: the instance, its address, and `auto_import_enabled` if it changes.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_or_update_backstage_integration, {"input": input}, company_id)

    async def create_or_update_container_finding(
        self, input: CreateOrUpdateContainerFindingInput
    ) -> CreateOrUpdateContainerFindingPayload:
        """Create a finding in a container image, or update the one that is there.

        How the API recognizes a finding that it has is not published: give `id` for one that you know, and the scanner's own id in
        `original_issue_id_from_tool` otherwise.

        `branch`, `control_sync_status_id`, `fingerprint`, `patterns` and `tool_type` of the input are guesses by analogy: a server that
        does not know them refuses the request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `package`, `affected_version`, `cve` and `patched_version` describe the package.
        """
        return await self._call(operations.create_or_update_container_finding, {"input": input})

    async def create_or_update_dast_finding(
        self, input: CreateOrUpdateDastFindingInput
    ) -> CreateOrUpdateDastFindingPayload:
        """Update a finding of a dynamic analysis (DAST), or create it.

        Some servers refuse this for a finding that they do not have: for those there is `create_dast_finding`. How the API recognizes
        a finding that it has is not published: give `id` for one that you know, and the scanner's own id in
        `original_issue_id_from_tool` otherwise.

        `control_sync_status_id`, `fingerprint`, `patterns` and `tool_type` of the input are guesses by analogy: a server that does not
        know them refuses the request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `method`, `scheme`, `url`, `port`, raw `request` and `response` describe the request.
        """
        return await self._call(operations.create_or_update_dast_finding, {"input": input})

    async def create_or_update_iac_finding(
        self, input: CreateOrUpdateSastFindingInput
    ) -> CreateOrUpdateIacFindingPayload:
        """Create a finding in infrastructure as code (IaC), or update the one that is there.

        The API wants the input of a SAST finding here. How it recognizes a finding that it has is not published: give `id` for one that
        you know, and the scanner's own id in `original_issue_id_from_tool` otherwise.

        `fingerprint`, `patterns` and `tool_type` of the input are guesses by analogy: a server that does not know them refuses the
        request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `file_name`, `first_line`, `vulnerable_line` and `code_snippet` describe the place, `branch` the branch of a repository.
        """
        return await self._call(operations.create_or_update_iac_finding, {"input": input})

    async def create_or_update_requirement(
        self, input: RequirementInput, *, company_id: ID | None = None
    ) -> CreateOrUpdateRequirementPayload:
        """Create a requirement of a company, or change the one whose `id` is given.

        `activities` replaces all activities: to change one, send all of them with their ids, which `check` of `requirement`
        has. For none send an empty list, since the call fails without `activities`. `label` and `description` go with every
        call, too. `sort` is a number in `check` and text here. Names are unique in a company: a second requirement of the
        same name is refused with "Label has already been taken".

        Args:
            input: `label`, `description`, `activities`, and `id` to change one; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_or_update_requirement, {"input": input}, company_id)

    async def create_or_update_sast_finding(
        self, input: CreateOrUpdateSastFindingInput
    ) -> CreateOrUpdateSastFindingPayload:
        """Create a finding of a static analysis (SAST), or update the one that is there.

        How the API recognizes a finding that it has is not published: give `id` for one that you know, and the scanner's own id in
        `original_issue_id_from_tool` otherwise.

        `fingerprint`, `patterns` and `tool_type` of the input are guesses by analogy: a server that does not know them refuses the
        request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `file_name`, `first_line`, `vulnerable_line` and `code_snippet` describe the place, `branch` the branch of a repository.
        """
        return await self._call(operations.create_or_update_sast_finding, {"input": input})

    async def create_or_update_sca_finding(
        self, input: CreateOrUpdateScaFindingInput
    ) -> CreateOrUpdateScaFindingPayload:
        """Create a finding about a vulnerable dependency (SCA), or update the one that is there.

        How the API recognizes a finding that it has is not published: give `id` for one that you know, and the scanner's own id in
        `original_issue_id_from_tool` otherwise.

        `branch`, `control_sync_status_id`, `cvss_metric`, `cvss_score`, `fingerprint`, `patterns` and `tool_type` of the input are
        guesses by analogy: a server that does not know them refuses the request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `package`, `affected_version`, `patched_version`, `cve` and `file_name` describe the dependency.
        """
        return await self._call(operations.create_or_update_sca_finding, {"input": input})

    async def create_or_update_secret_finding(
        self, input: CreateOrUpdateSecretFindingInput
    ) -> CreateOrUpdateSecretFindingPayload:
        """Create a finding about a secret in code, or update the one that is there.

        Mask the secret in `code_snippet` before you send it. How the API recognizes a finding that it has is not published: give `id` for
        one that you know, and the scanner's own id in `original_issue_id_from_tool` otherwise.

        `branch`, `control_sync_status_id`, `fingerprint`, `patterns` and `tool_type` of the input are guesses by analogy: a server that
        does not know them refuses the request.

        Args:
            input: no field is marked as required; give a new finding its asset, title, description and severity. `file_name`, `first_line`, `vulnerable_line` and `code_snippet` describe the place.
        """
        return await self._call(operations.create_or_update_secret_finding, {"input": input})

    async def create_pentest_artifact(
        self, input: CreatePentestArtifactInput, *, company_id: ID | None = None, with_executions: bool = False
    ) -> CreatePentestArtifactPayload:
        """Create a pentest artifact: the target of an AI pentest, and the method.

        No run is queued by this: `create_pentest_execution` does it, or with `use_scheduling` the platform, and each run
        costs as much as `size` and `depth` demand. `pentest_type` is `recurring`, or `pontual` for a single run.
        `domains` are the addresses to attack, the first of them the main target; `in_scope` and `out_scope` are patterns of
        paths, `rate_limit` is in requests per second. `secret_id` names credentials that the platform keeps.
        `use_repository` goes with `repositories`, JSON whose form is not documented; `use_documentation` goes with
        `doc_format` and either `doc_source_url` or a file of at most 5 MB as `doc_source_file`. The payload has no list of
        errors.

        Args:
            input: `application_id`, `label` and `pentest_type`; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
            with_executions: also all runs, of which a new artifact has none.
        """
        return await self._call(
            operations.create_pentest_artifact, {"input": input, "withExecutions": with_executions}, company_id
        )

    async def create_pentest_execution(self, input: CreatePentestExecutionInput) -> CreatePentestExecutionPayload:
        """Queue a run of an AI pentest against an artifact's target.

        It costs credits: size (1, 3 or 5) times depth (1, 1.5 or 2), rounded up. They are taken when the run is queued, and
        given back if it fails or is cancelled. So if the outcome of a call is unknown, look at `latest_execution` of
        `pentest_artifact` before you call again. The company's plan must allow AI pentests. Follow the run with
        `pentest_execution`.

        Args:
            input: the `artifact_id`.
        """
        return await self._call(operations.create_pentest_execution, {"input": input})

    async def create_pentest_retest(self, input: CreatePentestRetestInput) -> CreatePentestRetestPayload:
        """Start to retest the findings of a finished AI pentest, in the same project.

        The run that comes back counts in `retest_fixed_count` and `retest_total_count`. Whether it costs credits is not
        documented.

        Args:
            input: the `project_id` that the finished run reported to.
        """
        return await self._call(operations.create_pentest_retest, {"input": input})

    async def create_project(self, input: CreateProjectInput, *, company_id: ID | None = None) -> CreateProjectPayload:
        """Create a project.

        Beyond the schema's required fields, the server wants at least one asset in `assets_ids`: without one it answers "Assets
        can't be blank". `type_id` is an id from `project_types`; any other gives "Invalid project type". The ids of
        `requirements` go into `playbooks_ids`: requirement, playbook and checklist are three names of one thing. What is
        refused stands in `errors`.

        Args:
            input: `label`, `goal`, `scope`, `start_date`, `type_id`, `assets_ids`; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_project, {"input": input}, company_id)

    async def create_project_requirement(
        self, input: CreateProjectRequirementInput, *, with_activities: bool = True
    ) -> CreateProjectRequirementPayload:
        """Create a requirement inside one project, with activities or without.

        It belongs to the project alone. A requirement of the company is put into a project through `playbooks_ids` instead,
        see `create_project`.

        Args:
            input: `project_id`, `label` and, without ids, the `activities`.
            with_activities: False leaves the activities out of the answer.
        """
        return await self._call(
            operations.create_project_requirement, {"input": input, "withActivities": with_activities}
        )

    async def create_requirement_sync_configuration(
        self,
        *,
        integration_id: ID,
        project_ids: Sequence[ID],
        jira_project_id: str,
        jira_project_name: str,
        epic_issue_type_id: str,
        story_issue_type_id: str,
        subtask_issue_type_id: str,
        to_do_status_id: str,
        in_progress_status_id: str,
        done_status_id: str,
        epic_issue_type_name: str = "Epic",
        story_issue_type_name: str = "Story",
        subtask_issue_type_name: str = "Sub-task",
        to_do_status_name: str = "To Do",
        in_progress_status_name: str = "In Progress",
        done_status_name: str = "Done",
        auto_sync: bool = True,
    ) -> CreateRequirementSyncConfigurationPayload:
        """Connect projects with a Jira project, so that their requirements and activities become Jira issues.

        A project becomes an epic, a requirement a story, an activity a sub-task. You say which issue types of your
        Jira these are, and which Jira statuses stand for to do, in progress and done, the same for all three. Copy
        ids and names from the Jira project that is to receive the issues: each Jira has its own.

        Not within reach, because the API's names for it are not known: another Jira status for one of the three; the
        statuses paused and discontinued of a project, not applicable and not according of an activity; and the mode
        of synchronization, which is left to the server. A Jira status that stands for nothing changes nothing in
        Conviso. Statuses can be edited on the platform's integrations page. The types of the arguments are deduced
        from a documented example.

        Args:
            integration_id: the connection with Jira Requirements, which is made on the platform's integrations page.
            project_ids: the Conviso projects whose requirements go to Jira.
            jira_project_id: Jira's id of its project, such as `10001`.
            jira_project_name: the name of the Jira project.
            epic_issue_type_id: Jira's id of the issue type for projects, at the level of an epic.
            story_issue_type_id: Jira's id of the issue type for requirements, at the level of a story.
            subtask_issue_type_id: Jira's id of the issue type for activities, at the level of a sub-task.
            to_do_status_id: Jira's id of the status for planned work.
            in_progress_status_id: Jira's id of the status for work under way.
            done_status_id: Jira's id of the status for finished work.
            epic_issue_type_name: Jira's name of that issue type.
            story_issue_type_name: Jira's name of that issue type.
            subtask_issue_type_name: Jira's name of that issue type.
            to_do_status_name: Jira's name of that status.
            in_progress_status_name: Jira's name of that status.
            done_status_name: Jira's name of that status.
            auto_sync: False sends changes only when `sync_requirements_with_tracker` is called.
        """
        return await self._call(
            operations.create_requirement_sync_configuration,
            {
                "integrationId": integration_id,
                "projectIds": project_ids,
                "jiraProjectId": jira_project_id,
                "jiraProjectName": jira_project_name,
                "epicIssueTypeId": epic_issue_type_id,
                "storyIssueTypeId": story_issue_type_id,
                "subtaskIssueTypeId": subtask_issue_type_id,
                "toDoStatusId": to_do_status_id,
                "inProgressStatusId": in_progress_status_id,
                "doneStatusId": done_status_id,
                "epicIssueTypeName": epic_issue_type_name,
                "storyIssueTypeName": story_issue_type_name,
                "subtaskIssueTypeName": subtask_issue_type_name,
                "toDoStatusName": to_do_status_name,
                "inProgressStatusName": in_progress_status_name,
                "doneStatusName": done_status_name,
                "autoSync": auto_sync,
            },
        )

    async def create_sast_finding(self, input: CreateSastFindingInput) -> CreateSastFindingPayload:
        """Create a finding of a static analysis (SAST).

        For a finding that the platform does not have yet: sent twice, it may be there twice; `create_or_update_sast_finding` is meant
        for scans that run again. Give `branch` for an asset that is a repository: filters by branch leave out issues without one.

        Args:
            input: asset, title, description, and the place: `file_name`, `first_line` of the snippet, `vulnerable_line`, `code_snippet`. `control_sync_status_id` tells which scan it came from.
        """
        return await self._call(operations.create_sast_finding, {"input": input})

    async def create_sca_finding(self, input: CreateScaFindingInput) -> CreateScaFindingPayload:
        """Create a finding about a vulnerable dependency (SCA).

        For a finding that the platform does not have yet: sent twice, it may be there twice; `create_or_update_sca_finding` is meant
        for scans that run again. Give `branch` for an asset that is a repository: filters by branch leave out issues without one.

        Args:
            input: asset, title, description, and the dependency: `package`, `affected_version`, `file_name` that names it, `cve`, `patched_version`. `control_sync_status_id` tells which scan it came from.
        """
        return await self._call(operations.create_sca_finding, {"input": input})

    async def create_scan_run(
        self, asset_id: ID, *, branch_name: str | None = None, metadata: Any | None = None
    ) -> CreateScanRunPayload:
        """Open a scan run: the record that a scan of an asset was started, and how it went.

        It begins as `REQUESTED`; move it on with `update_scan_run`, to `ENQUEUED`, `RUNNING`, and at last `COMPLETED` or
        `FAILED`. The run is always of the kind `AST_CONVISO`, the only one whose name is known, so runs of DAST and others
        cannot be opened here.

        Args:
            asset_id: the asset that is scanned.
            branch_name: the branch that is scanned.
            metadata: how the run came about, as a JSON object, such as `{"agent": "nightly", "ci": "gitlab"}`.
        """
        return await self._call(
            operations.create_scan_run, {"assetId": asset_id, "branchName": branch_name, "metadata": metadata}
        )

    async def create_source_code_vulnerability(
        self, input: CreateSourceCodeVulnerabilityInput
    ) -> CreateSourceCodeVulnerabilityPayload:
        """Report a vulnerability in source code.

        Sent twice, it is there twice: the input has nothing by which a vulnerability could be recognized. The payload has no list of
        errors: a refusal is a `GraphQLError`. Attach evidence afterwards with `create_attachment`.

        Args:
            input: the finding, its asset, and the place: `file_name`, `first_line` of the snippet, `vulnerable_line`, `code_snippet`, with `source` and `sink` if the data's way is known; `project_id` files it under a project. `category` is the CWE, `patterns` are OWASP categories, `status` may be DRAFT while you write.
        """
        return await self._call(operations.create_source_code_vulnerability, {"input": input})

    async def create_threat_model_artifact(
        self, input: CreateThreatModelArtifactInput, *, company_id: ID | None = None, with_versions: bool = False
    ) -> CreateThreatModelArtifactPayload:
        """Create a threat model, which has no version yet.

        What is modelled comes with `create_threat_model_artifact_version`. The payload has no list of errors.

        Args:
            input: `label`, and other descriptive fields; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
            with_versions: also all versions, of which a new threat model has none.
        """
        return await self._call(
            operations.create_threat_model_artifact, {"input": input, "withVersions": with_versions}, company_id
        )

    async def create_threat_model_artifact_version(
        self, input: CreateThreatModelArtifactVersionInput
    ) -> CreateThreatModelArtifactVersionPayload:
        """Add a version to a threat model, as its architecture has changed.

        Earlier versions stay. `architecture_items` is JSON whose form is not documented, and no query shows that of an
        earlier version. `requirement_ids` are the requirements that the version leads to, see
        `create_threat_modeling_requirements`. The payload has no list of errors.

        Args:
            input: `artifact_id` and `architecture_items`; the diagram goes into `diagram_type` and `diagram_content`.
        """
        return await self._call(operations.create_threat_model_artifact_version, {"input": input})

    async def create_threat_modeling_requirements(
        self, input: CreateThreatModelingRequirementsInput, *, company_id: ID | None = None
    ) -> CreateThreatModelingRequirementsPayload:
        """Create the requirements that follow from a threat model.

        Each item has a `label`, and in `capec_ids` the CAPEC attack patterns that apply, by which the platform knows what
        to require; `requirement_id` names a requirement that exists already. The ids that come back go into
        `requirement_ids` of a version, or into `playbooks_ids` of a project. The payload has no list of errors.

        Args:
            input: the items as `requirements`; the company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_threat_modeling_requirements, {"input": input}, company_id)

    async def create_ticket(self, input: CreateTicketInput, *, company_id: ID | None = None) -> CreateTicketPayload:
        """Open a support ticket: about a bug, a feature, a project, or anything else.

        A ticket that is refused has an entry in `errors` for each reason. What the reason is cannot be asked for: the
        name of that field is not known.

        Args:
            input: the new ticket; `attachments` are files.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.create_ticket, {"input": input}, company_id)

    async def create_web_vulnerability(self, input: CreateWebVulnerabilityInput) -> CreateWebVulnerabilityPayload:
        """Report a web vulnerability.

        Sent twice, it is there twice: the input has nothing by which a vulnerability could be recognized. The payload has no list of
        errors: a refusal is a `GraphQLError`. Attach evidence afterwards with `create_attachment`.

        Args:
            input: the finding, its asset, and the request that shows it; `project_id` files it under a project. `category` is the CWE, `patterns` are OWASP categories, `status` may be DRAFT while you write.
        """
        return await self._call(operations.create_web_vulnerability, {"input": input})

    async def delete_asset(self, input: DeleteAssetInput, *, company_id: ID | None = None) -> DeleteAssetPayload:
        """Delete assets.

        The answer lists the assets that are gone: compare them with those that you named, since no field with errors
        is confirmed. No source says that the API checks whether the assets belong to the company: if in doubt, read
        `company` of `asset` first.

        Args:
            input: the ids of the assets in `id`, a list also for one.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.delete_asset, {"input": input}, company_id)

    async def delete_issue(self, input: DeleteIssueInput, *, company_id: ID | None = None) -> DeleteIssuePayload:
        """Delete one issue; no operation brings it back.

        Only one public client uses this, and the writes that the vendor opens to automations have `bulk_delete_issues` in its place:
        prefer that one, also for a single issue.

        Args:
            input: the `id` of the issue. The company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.delete_issue, {"input": input}, company_id)

    async def delete_requirement(self, input: DeleteRequirementInput) -> DeleteRequirementPayload:
        """Delete a requirement of a company.

        Its fate in projects that have it is not documented.

        Args:
            input: the `requirement_id`.
        """
        return await self._call(operations.delete_requirement, {"input": input})

    async def deploys_by_asset(self, asset_id: ID) -> DeployCollection:
        """List the deploys of an asset.

        No page and no order can be asked for, and no total is confirmed. The vendor's scanner takes the first for the
        latest.

        Args:
            asset_id: the asset.
        """
        return await self._call(operations.deploys_by_asset, {"assetId": asset_id})

    async def generate_project_report(
        self,
        project_id: ID,
        *,
        language: str = "en",
        requirements: bool = True,
        evidences: bool = True,
        vulnerability_criticity: Sequence[SeverityCategoryValue] | None = None,
        vulnerability_statuses: Sequence[IssueStatusLabelValue] | None = None,
    ) -> ProjectReport:
        """Start to generate the report of a project.

        A query that acts: each call starts a report, so it is sent like a write and never repeated by itself. The answer
        comes before the report is there; give its `id` to `project_report` until that has a `report_url`. According to the
        platform's documentation only these types of project have a technical report: Assessment, Code Review, Penetration
        Testing, Reverse Engineering, Social Engineering and Vulnerability Retest.

        Args:
            project_id: the project to report on.
            language: the language of the report as a code; `en` is the one that is known.
            requirements: True puts the requirements into the report.
            evidences: True puts the evidences into the report.
            vulnerability_criticity: the severities of the issues to report; None leaves the choice to the server.
            vulnerability_statuses: the statuses of the issues to report; None leaves the choice to the server.
        """
        return await self._call(
            operations.generate_project_report,
            {
                "projectId": project_id,
                "language": language,
                "requirements": requirements,
                "evidences": evidences,
                "vulnerabilityCriticity": vulnerability_criticity,
                "vulnerabilityStatuses": vulnerability_statuses,
            },
        )

    async def import_asset_to_integration(
        self, input: ImportAssetToIntegrationInput, *, company_id: ID | None = None
    ) -> ImportAssetToIntegrationPayload:
        """Import projects of a catalog, such as Backstage's, as assets.

        `integration_type` is `backstage`, in lower case; no other value is known. The `id` of a project is the
        catalog's own, such as `Component:default/payments-api`, its `asset_type` the kind of component, such as `api`
        or `service`. Conviso's plugin sends 25 projects at a time; no limit is documented.

        Some projects of a call may be imported although others are refused: the call then fails with
        `MutationRejected`, and `imported_count` says how many arrived.

        Args:
            input: the type and the projects.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.import_asset_to_integration, {"input": input}, company_id)

    async def import_ast_findings_file(
        self,
        file: Upload,
        asset_id: ID,
        vulnerability_types: Sequence[IssueValue],
        *,
        company_id: ID | None = None,
        branch: str | None = None,
        commit_ref: str | None = None,
        deploy_id: ID | None = None,
        control_sync_status_id: ID | None = None,
    ) -> ImportAstFindingsFilePayload:
        """Import a report of the vendor's AST scanner into an asset.

        The format of the file is the scanner's own and not documented. The answer is `success` and nothing else; with
        `control_sync_status_id` the findings are counted in that record, which `control_sync_status` reads.

        Args:
            file: the report.
            asset_id: the asset that was scanned.
            vulnerability_types: the types of issue in the report, such as `SAST_FINDING`.
            company_id: the company; None takes the client's.
            branch: the branch that was scanned; None names no branch.
            commit_ref: the commit that was scanned.
            deploy_id: the deploy that was scanned, from `create_deploy`.
            control_sync_status_id: the record to count the findings under, from `create_control_sync_status`.
        """
        return await self._call(
            operations.import_ast_findings_file,
            {
                "file": file,
                "assetId": asset_id,
                "vulnerabilityTypes": vulnerability_types,
                "branch": branch,
                "commitRef": commit_ref,
                "deployId": deploy_id,
                "controlSyncStatusId": control_sync_status_id,
            },
            company_id,
        )

    async def import_container_findings_file(
        self,
        file: Upload,
        asset_id: ID,
        *,
        company_id: ID | None = None,
        branch: str | None = None,
        control_sync_status_id: ID | None = None,
    ) -> ImportContainerFindingsFilePayload:
        """Import a report on a container image into an asset.

        The vendor's scanner sends the JSON report of `trivy image`; no other format is known. The answer is `success` and
        nothing else.

        Args:
            file: the report.
            asset_id: the asset that the image belongs to.
            company_id: the company; None takes the client's.
            branch: the branch that the image was built from; None names no branch.
            control_sync_status_id: the record to count the findings under, from `create_control_sync_status`.
        """
        return await self._call(
            operations.import_container_findings_file,
            {"file": file, "assetId": asset_id, "branch": branch, "controlSyncStatusId": control_sync_status_id},
            company_id,
        )

    async def import_mobsf(
        self, file: Upload, *, company_id: ID | None = None, asset_id: ID | None = None
    ) -> ImportMobsfPayload:
        """Import a MobSF report on a mobile app, with its SBOM if it has one.

        With `asset_id` the findings go to that asset, which must belong to the company if one is given. Without it the
        company is needed, and the report must have an `app_name`: the asset of that name is found, or made if there is
        none, which takes the permission to create assets. The import is only queued when the answer comes: follow it with
        `control_sync_status`.

        Args:
            file: the JSON report of MobSF, for Android or iOS.
            company_id: the company; None takes the client's.
            asset_id: the asset to import into; None goes by the name of the app.
        """
        return await self._call(operations.import_mobsf, {"file": file, "assetId": asset_id}, company_id)

    async def import_sbom(self, input: ImportSbomInput, *, company_id: ID | None = None) -> ImportSbomPayload:
        """Import an SBOM file for an asset.

        The file is CycloneDX, as JSON or XML; SPDX is not documented to work. `asset_id` and `file` are needed,
        although their types would let you leave them out. The answer says `success` and nothing of what was found in
        the file: list it with `sbom_components`.

        Args:
            input: the asset, the file, and `branch_name` if it is about a branch.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.import_sbom, {"input": input}, company_id)

    async def increase_issue_scan_count(self, input: IncreaseIssueScanCountInput) -> IncreaseIssueScanCountPayload:
        """Add to the counters of a running import of findings.

        For a scanner that sends its findings one by one, and tells here how many went through and how many failed. Where the import
        stands is then seen with `control_sync_status`.

        Args:
            input: `asset_id`, `integration`, such as `CONVISO_AST`, the `control_sync_status_id` of the import, and the numbers to add: `success_count`, or `failure_count` with a `failure_reason`.
        """
        return await self._call(operations.increase_issue_scan_count, {"input": input})

    async def issue(
        self, id: ID, *, with_history: bool = False, with_code: bool = True, with_http_messages: bool = False
    ) -> IssueDetail:
        """Get an issue by its id, with all that its type knows.

        Code comes as text: where the platform keeps it in a file, this asks for the content and not for the address. Unlike
        a filter by id, an id that does not exist is an error here, `RecordNotFound`.

        Args:
            id: the id.
            with_history: also the audit trail: each change of status or assignees, with person, time, old value and reason.
            with_code: also the code around the vulnerable line, and the call trace of a reachable dependency; False leaves them out.
            with_http_messages: also the raw HTTP request and response, which may hold session tokens and personal data.
        """
        return await self._call(
            operations.issue,
            {"id": id, "withHistory": with_history, "withCode": with_code, "withHttpMessages": with_http_messages},
        )

    async def issues(
        self,
        *,
        company_id: ID | None = None,
        filters: IssuesFiltersInput | None = None,
        sort_options: Sequence[IssueSortOptionInput] | None = None,
        pagination: PaginationInput | None = None,
        with_detail: bool = False,
        with_history: bool = False,
        with_code: bool = False,
        with_http_messages: bool = False,
    ) -> IssueInterfaceCollection:
        """List the issues of a company: findings of scanners and vulnerabilities that people report alike.

        Rows are light, for triage; `with_detail=True` adds the texts and the type's own `detail`, for an export. Filtering by an id
        that the key may not see, or by that of an asset that was merged into another, finds nothing and is no error: an empty list
        does not prove that an asset is clean. No filter by branch is confirmed here: look at `branch` of a row, or count with
        `issues_stats`.

        Args:
            company_id: the company; None takes the client's.
            filters: selects the issues; None lists all. `failure_types` are the types of issues; `partial_title` searches the title (`title` is known from 2024 only); dates may be plain `YYYY-MM-DD`.
            sort_options: the order, the first option first; None leaves the order to the server. By `SLA_DUE_AT`, issues without a deadline come last in either direction.
            pagination: which page and how many rows; None reads the first page.
            with_detail: also description, reference, patterns, solution, `detail`, and the texts of a vulnerability's reporter.
            with_history: also the audit trail of each issue: each change of status or assignees, with person, time, old value and reason.
            with_code: with `with_detail`, also the code around the vulnerable line, and the call traces of reachable dependencies.
            with_http_messages: with `with_detail`, also raw HTTP requests and responses, which may hold session tokens and personal data.
        """
        return await self._call(
            operations.issues,
            {
                "filters": filters,
                "sortOptions": sort_options,
                "pagination": pagination,
                "withDetail": with_detail,
                "withHistory": with_history,
                "withCode": with_code,
                "withHttpMessages": with_http_messages,
            },
            company_id,
        )

    async def issues_stats(
        self, *, company_id: ID | None = None, filters: IssuesStatsFiltersInput | None = None
    ) -> IssuesStats:
        """Count the issues of a company by severity.

        One row for each severity, zeros included. A zero is no proof: an unknown name in `branch_names`, the id of an asset that was
        merged into another, or an id that the key may not see also counts zero, without an error. Before you let a pipeline pass on
        this, check the names with `branches` and the ids with `asset`, or leave the judgement to `security_gate_run`. A filter by
        branch leaves out issues that have no branch.

        Args:
            company_id: the company; None takes the client's.
            filters: selects the issues to count; None counts all. `asset_ids`, `branch_names`, `statuses` and `created_at_range` are in use today, the other names are known from 2024 only. The security gate counts the statuses IDENTIFIED, IN_PROGRESS and AWAITING_VALIDATION.
        """
        return await self._call(operations.issues_stats, {"filters": filters}, company_id)

    def iter_activities(
        self,
        params: ActivitiesSearch,
        *,
        sort_by: ActivitySortByEnumValue | None = None,
        descending: bool | None = None,
        history_pagination: PaginationInput | None = None,
        attachment_actions_only: bool | None = None,
        with_history: bool = False,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[Activity, ActivityCollection]:
        """List the activities of a project or of one of its requirements.

        The API takes no company and no status here: choose by `status` in the answer.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            params: `project_id`, and to narrow it `project_requirement_id`, `title` or, for a requirement of the company, `playbook_id`.
            sort_by: `SORT` for the requirement's own order, `TITLE` for the alphabet; None leaves the order to the server.
            descending: True for the last first.
            history_pagination: which part of each activity's history comes, if `with_history` is True.
            attachment_actions_only: True keeps only actions on files in each history.
            with_history: also the history of each activity: person, action and time.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.activities,
            {
                "params": params,
                "sortBy": sort_by,
                "descending": descending,
                "historyPagination": history_pagination,
                "attachmentActionsOnly": attachment_actions_only,
                "withHistory": with_history,
            },
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_allocated_analyses(
        self,
        *,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ProjectSummary, ProjectCollection]:
        """List the projects that the owner of the API key is allocated to as an analyst.

        Answers only if the key belongs to an analyst who is allocated somewhere. Analysis is the platform's old word for
        project; how the rows differ from those of `allocated_projects` is not documented.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.allocated_analyses,
            {},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_allocated_projects(
        self,
        *,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ProjectSummary, ProjectCollection]:
        """List the projects that the owner of the API key is allocated to.

        The API takes neither a company nor a filter here.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.allocated_projects,
            {},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_assets(
        self,
        *,
        company_id: ID | None = None,
        search: AssetsSearch | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[AssetSummary, AssetCollection]:
        """List the assets of a company.

        An asset that was merged into another has no row of its own: its old id resolves in `asset`, not here. What
        the key may not see is left out without an error.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            search: filters, and the order as `sort_by` with `order`; None lists every asset in the server's order.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.assets,
            {"search": search},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_companies(
        self,
        *,
        params: CompanySearch | None = None,
        order: OrderScopesParamsValue | None = None,
        order_type: OrderParamsValue | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[CompanySummary, CompanyCollection]:
        """List the companies that the API key can see.

        This is where the `company_id` of other methods comes from. The list has no confirmed total: it ends where a
        page is empty.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            params: filters: `label_cont` for a part of the name, `label_eq` for all of it; None lists every company.
            order: the field to order by; `label`, the name, is the only one known.
            order_type: the direction of `order`.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.companies,
            {"params": params, "order": order, "orderType": order_type},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_issues(
        self,
        *,
        company_id: ID | None = None,
        filters: IssuesFiltersInput | None = None,
        sort_options: Sequence[IssueSortOptionInput] | None = None,
        with_detail: bool = False,
        with_history: bool = False,
        with_code: bool = False,
        with_http_messages: bool = False,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[IssueSummary, IssueInterfaceCollection]:
        """List the issues of a company: findings of scanners and vulnerabilities that people report alike.

        Rows are light, for triage; `with_detail=True` adds the texts and the type's own `detail`, for an export. Filtering by an id
        that the key may not see, or by that of an asset that was merged into another, finds nothing and is no error: an empty list
        does not prove that an asset is clean. No filter by branch is confirmed here: look at `branch` of a row, or count with
        `issues_stats`.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            filters: selects the issues; None lists all. `failure_types` are the types of issues; `partial_title` searches the title (`title` is known from 2024 only); dates may be plain `YYYY-MM-DD`.
            sort_options: the order, the first option first; None leaves the order to the server. By `SLA_DUE_AT`, issues without a deadline come last in either direction.
            with_detail: also description, reference, patterns, solution, `detail`, and the texts of a vulnerability's reporter.
            with_history: also the audit trail of each issue: each change of status or assignees, with person, time, old value and reason.
            with_code: with `with_detail`, also the code around the vulnerable line, and the call traces of reachable dependencies.
            with_http_messages: with `with_detail`, also raw HTTP requests and responses, which may hold session tokens and personal data.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.issues,
            {
                "filters": filters,
                "sortOptions": sort_options,
                "withDetail": with_detail,
                "withHistory": with_history,
                "withCode": with_code,
                "withHttpMessages": with_http_messages,
            },
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_pentest_artifacts(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        assignee_email: str | None = None,
        pentest_type: str | None = None,
        application_id: ID | None = None,
        with_executions: bool = False,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[PentestArtifact, PentestArtifactCollection]:
        """List the pentest artifacts of a company, each with its latest run.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            search: text to look for; None lists all.
            assignee_email: only artifacts of the person with this address.
            pentest_type: `recurring`, or `pontual` for those that are run once.
            application_id: only artifacts of this application.
            with_executions: also every run of each artifact, which makes the answer long.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.pentest_artifacts,
            {
                "search": search,
                "assigneeEmail": assignee_email,
                "pentestType": pentest_type,
                "applicationId": application_id,
                "withExecutions": with_executions,
            },
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_project_statuses(
        self,
        *,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ProjectStatusDetail, AnalysisStatusTypeCollection]:
        """List the statuses that a project can have.

        `project_status_label_in` of `projects` takes these labels. A change of status does not take them, but
        the values of `NewProjectStatusEnum`: see `update_project_status`.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.project_statuses,
            {},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_project_types(
        self,
        *,
        params: ProjectTypeSearch | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ProjectTypeDetail, ProjectTypeCollection]:
        """List the types that a project can be of.

        The `type_id` that `create_project` wants is an `id` of this list, as a number.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            params: `label_cont` for a part of the name; no recent source confirms the other fields. None lists all types.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.project_types,
            {"params": params},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_projects(
        self,
        *,
        company_id: ID | None = None,
        params: ProjectSearch | None = None,
        sort_by: str | None = None,
        descending: bool | None = None,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ProjectSummary, ProjectCollection]:
        """List the projects of a company.

        The company is needed although the schema calls all filters optional: without it the API answers "Scope - Resource
        not accessible for id:".

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the one that the input names, else the client's.
            params: filters, such as `label_cont`, `project_status_label_in` or `tags`; the company is filled in where it is unset.
            sort_by: `createdAt`, `label`, `startDate`, `endDate` or `status`, spelled so; None leaves the order to the server.
            descending: True for the last first.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.projects,
            {"params": params, "sortBy": sort_by, "descending": descending},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_requirements(
        self,
        *,
        company_id: ID | None = None,
        filters: RequirementsFilterInput | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[RequirementSummary, RequirementCollection]:
        """List the requirements that a company can put into its projects.

        Requirement, playbook and checklist are three names of one thing: ids from here go into `playbooks_ids` of a
        project.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            filters: `label` for a part of the name, `only_from_company` to leave out the global ones; None lists all.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.requirements,
            {"filters": filters},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_sbom_components(
        self,
        *,
        company_id: ID | None = None,
        search: SbomComponentSearchInput | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[SbomComponent, SbomComponentCollection]:
        """List the software components of a company's assets, as scans and imported SBOMs report them.

        A row is a component in an asset. There is no package URL, and no graph of dependencies: name, version
        and package manager identify it. `issues_by_severity` is JSON whose form is not documented. The
        platform's inventory shows a repository by its default branch.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            search: filters, such as `vulnerable_only` or a part of the `name`, and the order; None lists all.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.sbom_components,
            {"search": search},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_scan_histories(
        self,
        *,
        company_id: ID | None = None,
        asset_ids: Sequence[ID] | None = None,
        filters: ScansHistoriesFiltersInput | None = None,
        sort_options: Sequence[ScansHistoriesSortOptionInput] | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ScanHistorySummary, ScanHistoryCollection]:
        """List the scans of a company's assets.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            asset_ids: only scans of these assets; None lists those of all.
            filters: no source shows the fields of this input; those of the model are guesses that the server may refuse.
            sort_options: no source shows the fields of this input either; None leaves the order to the server.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.scan_histories,
            {"assetIds": asset_ids, "filters": filters, "sortOptions": sort_options},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_security_gate_executions(
        self,
        *,
        company_id: ID | None = None,
        filters: SecurityGateExecutionsSearch | None = None,
        sort_option: SecurityGateExecutionsSortOptionInput | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[SecurityGateExecution, SecurityGateExecutionCollection]:
        """List the past runs of the security gate, over all assets of a company.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            filters: `statuses` keeps the runs that ended so, such as `FAIL`; None lists all. No filter by asset is confirmed.
            sort_option: `EXECUTED_AT` is the one `sort_by` that is known; None leaves the order to the server.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.security_gate_executions,
            {"filters": filters, "sortOption": sort_option},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_security_gate_run_failing_vulnerabilities(
        self,
        asset_id: ID,
        *,
        branch_name: str | None = None,
        branch_id: ID | None = None,
        limit: int | None = None,
        page_size: int = 100,
        start_page: int = 1,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[SecurityGateFailingVulnerability, SecurityGateRun]:
        """Run the security gate on an asset, and get its verdict.

        Though a query, it acts: each call evaluates the asset anew, by the asset's own rule or else the company's, and each further
        page of `failing_vulnerabilities` is one more run. Issues that are IDENTIFIED, IN_PROGRESS or AWAITING_VALIDATION count.

        `status` is PASS, WARNING (more issues than allowed, none overdue) or FAIL (an issue is overdue, or a blocking limit is
        exceeded); take any other value, and any error, for undecided and never for PASS. `reason` tells for each severity the `count`,
        the `limit` and a status of its own, and may be None where no rule is set; `failing_vulnerabilities` is filled for FAIL;
        `issues_url` opens the list on the platform.

        A branch that the platform does not know is no error: the answer is then about the default branch. Compare `branch.name` of the
        answer with the name that you asked for, and discard the answer if they differ. The id of an asset that was merged into another
        still works.

        Iterate over the rows of `failing_vulnerabilities`, page by page: see `Pager`.

        Args:
            asset_id: the asset to judge.
            branch_name: the branch to judge, spelled exactly as in `branches`; None judges the default branch, or the whole asset if it has none.
            branch_id: the same by the branch's id; give one of the two.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.security_gate_run,
            {"assetId": asset_id, "branchName": branch_name, "branchId": branch_id},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            strict=strict,
            resume=resume,
        )

    def iter_threat_model_artifacts(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        assignee_email: str | None = None,
        has_version: bool | None = None,
        with_versions: bool = False,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[ThreatModelArtifact, ThreatModelArtifactCollection]:
        """List the threat models of a company, each with its latest version.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            search: text to look for; None lists all.
            assignee_email: only threat models of the person with this address.
            has_version: True lists those that have a version, False those that have none, None both.
            with_versions: also every version of each threat model, which makes the answer long.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.threat_model_artifacts,
            {
                "search": search,
                "assigneeEmail": assignee_email,
                "hasVersion": has_version,
                "withVersions": with_versions,
            },
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_tickets(
        self,
        *,
        company_id: ID | None = None,
        params: TicketSearch | None = None,
        sort_by: str | None = None,
        descending: bool | None = None,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[Ticket, TicketCollection]:
        """List the support tickets of a company.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            params: filters, such as `mine_only` or `statuses`; None lists every ticket that the key can see.
            sort_by: the field to order by, in the API's spelling, such as `createdAt`.
            descending: True for the newest or greatest first; goes with `sort_by`.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.tickets,
            {"params": params, "sortBy": sort_by, "descending": descending},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_vulnerabilities(
        self,
        *,
        params: VulnerabilitySearch | None = None,
        order: OrderOccurrencesParamsValue | None = None,
        order_type: OrderParamsValue | None = None,
        with_history: bool = False,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[LegacyVulnerability, VulnerabilityCollection]:
        """List vulnerabilities of the platform's older model.

        Kept for programs from before issues existed; new programs use `issues`, which knows findings and vulnerabilities alike. No
        argument for the company is confirmed: each row names its company. The API gives no confirmed total here: read on until a page is
        empty.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            params: filters; their names are known from 2024 only, and a server that dropped one refuses the request. None lists all.
            order: the field to order by; the values are known from 2024 only.
            order_type: the direction, together with `order`.
            with_history: also the statuses that each vulnerability has had.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.vulnerabilities,
            {"params": params, "order": order, "orderType": order_type, "withHistory": with_history},
            None,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    def iter_vulnerabilities_templates_by_company_id(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        sort_by: VulnerabilityTemplateSortByEnumValue | None = None,
        descending: bool | None = None,
        with_text: bool = False,
        limit: int | None = None,
        page_size: int = 200,
        start_page: int = 1,
        prefetch: int = 4,
        strict: bool = False,
        resume: PagerState | None = None,
    ) -> AsyncPager[VulnerabilityTemplateSummary, VulnerabilityTemplateCollection]:
        """List the templates for vulnerabilities that a company can use.

        Deleted templates may be among them: skip those that have `deleted_at`.

        Iterate over the rows, page by page: see `Pager`.

        Args:
            company_id: the company; None takes the client's.
            search: a text that the template contains; None lists all. Which fields are searched is not documented.
            sort_by: `title` is the one value that is known; None leaves the order to the server.
            descending: True for descending order, together with `sort_by`.
            with_text: also description, impact, solution and reference of each template.
            limit: the most rows to deliver; None delivers all.
            page_size: rows to ask for at once; the server may give fewer.
            start_page: the page to begin with.
            prefetch: pages to ask for ahead; 0 asks for each when it is needed.
            strict: raise `IncompleteList` instead of warning if what came cannot be the whole list.
            resume: `state()` of an earlier pager, or `resume` of its error: go on from there.
        """
        return self._pager(
            operations.vulnerabilities_templates_by_company_id,
            {"search": search, "sortBy": sort_by, "descending": descending, "withText": with_text},
            company_id,
            limit=limit,
            page_size=page_size,
            start_page=start_page,
            prefetch=prefetch,
            strict=strict,
            resume=resume,
        )

    async def log_ast_error(self, asset_id: ID, log: str, *, company_id: ID | None = None) -> LogAstErrorPayload:
        """Report to the vendor that a scan of an asset failed.

        This is how the vendor's scanner tells of its own failures. The text leaves your company: put no secrets into it.

        Args:
            asset_id: the asset whose scan failed.
            log: the failure, as text.
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.log_ast_error, {"assetId": asset_id, "log": log}, company_id)

    async def mark_issue_as_analyzed(
        self, input: MarkIssueAsAnalyzedInput, *, company_id: ID | None = None
    ) -> MarkIssueAsAnalyzedPayload:
        """Mark an issue as analyzed by the AI agent that looks for false positives.

        `issues` filters by this mark with `ai_fp_analyzed`. The verdict itself is a status: see `change_issue_status`.

        Args:
            input: the `issue_id`. The company is filled in where it is unset.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.mark_issue_as_analyzed, {"input": input}, company_id)

    async def mttr_over_time(self, params: FilterParams, *, company_id: ID | None = None) -> MttrOverTime:
        """Get the mean time to resolution of a company's issues over time, by severity.

        The lists run side by side: `critical[i]` belongs to `dates[i]`; `all` takes the severities together. A value may be None. No
        source says in which unit the values are, nor how far apart the dates: compare with the platform's own chart before you publish
        figures.

        Args:
            params: the range of dates, and which issues count: severities, statuses, assets, tags. The vendor's own client always sends all six fields: each severity and each status spelled out, and empty lists for all assets and all tags.
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.mttr_over_time, {"params": params}, company_id)

    async def overall_risk_score_history(self, *, company_id: ID | None = None) -> OverallRiskScoreHistory:
        """Get the risk score of a company as a whole, and how it changed.

        Despite the name it is no history: the present score, and the difference from the one before. The scores of single
        assets stand in `assets`.

        Args:
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.overall_risk_score_history, {}, company_id)

    async def pentest_artifact(self, id: ID, *, with_executions: bool = True) -> PentestArtifact:
        """Get a pentest artifact: the target of an AI pentest, and its runs so far.

        Args:
            id: the id.
            with_executions: False leaves out all runs but the latest.
        """
        return await self._call(operations.pentest_artifact, {"id": id, "withExecutions": with_executions})

    async def pentest_artifacts(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        assignee_email: str | None = None,
        pentest_type: str | None = None,
        application_id: ID | None = None,
        pagination: BasePaginationInput | None = None,
        with_executions: bool = False,
    ) -> PentestArtifactCollection:
        """List the pentest artifacts of a company, each with its latest run.

        Args:
            company_id: the company; None takes the client's.
            search: text to look for; None lists all.
            assignee_email: only artifacts of the person with this address.
            pentest_type: `recurring`, or `pontual` for those that are run once.
            application_id: only artifacts of this application.
            pagination: which page and how many rows; None reads the first page.
            with_executions: also every run of each artifact, which makes the answer long.
        """
        return await self._call(
            operations.pentest_artifacts,
            {
                "search": search,
                "assigneeEmail": assignee_email,
                "pentestType": pentest_type,
                "applicationId": application_id,
                "pagination": pagination,
                "withExecutions": with_executions,
            },
            company_id,
        )

    async def pentest_execution(self, id: ID) -> PentestExecution:
        """Get a run of an AI pentest: its progress and its findings.

        `status` is pending, running, done, failed or cancelled. `severity_breakdown` is JSON in the server's own form. The
        `retest_` counts are of a run that `create_pentest_retest` started. Its findings are in `issues`, filtered by
        `project_ids`.

        Args:
            id: the id.
        """
        return await self._call(operations.pentest_execution, {"id": id})

    async def policy_controls(self, *, company_id: ID | None = None) -> PolicyControls:
        """Get the policies of a company that concern automation.

        `enable_mcp_write` says whether Conviso's MCP server may write for the company. That server asks before it
        writes; this client does not, so ask yourself if you write on behalf of an assistant. A deployment may not
        know the field yet and answer with a `GraphQLError`, which the MCP server takes for permission.

        Args:
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.policy_controls, {}, company_id)

    async def portal_user_profile(
        self, *, company_id: ID | None = None, id: ID | None = None, email: str | None = None
    ) -> UserDetail:
        """Get a person with access to a company, and the access profile there.

        Give `id` or `email`, one of them. Conviso's own clients of 2026 ask by id.

        Args:
            company_id: the company; None takes the client's.
            id: the person's id, as other objects name it: `author`, `assignee`, `created_by`.
            email: the person's address, if you do not know the id.
        """
        return await self._call(operations.portal_user_profile, {"id": id, "email": email}, company_id)

    async def project(self, id: ID) -> ProjectDetail:
        """Get a project by its id.

        Its assets and requirements come whole. Activities have a list of their own, `activities`, and so have issues:
        filter `issues` by `project_ids`. The API takes no company here.

        Args:
            id: the id.
        """
        return await self._call(operations.project, {"id": id})

    async def project_report(self, project_id: ID, report_id: ID) -> ProjectReport:
        """Get the state of a report that `generate_project_report` started, and its address once it is there.

        Ask again until `report_url` is set. The values of `status` and the scale of `progress` are not documented.

        Args:
            project_id: the project that is reported on.
            report_id: the `id` that `generate_project_report` gave.
        """
        return await self._call(operations.project_report, {"projectId": project_id, "reportId": report_id})

    async def project_requirements(self, project_id: ID, *, with_activities: bool = False) -> list[ProjectRequirement]:
        """List the requirements of a project.

        All come at once, without pages.

        Args:
            project_id: the project.
            with_activities: also the activities of each requirement; `activities` gives them in pages.
        """
        return await self._call(
            operations.project_requirements, {"projectId": project_id, "withActivities": with_activities}
        )

    async def project_statuses(self, *, page: int = 1, limit: int = 50) -> AnalysisStatusTypeCollection:
        """List the statuses that a project can have.

        `project_status_label_in` of `projects` takes these labels. A change of status does not take them, but
        the values of `NewProjectStatusEnum`: see `update_project_status`.

        Args:
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(operations.project_statuses, {"page": page, "limit": limit})

    async def project_types(
        self, *, params: ProjectTypeSearch | None = None, page: int = 1, limit: int = 50
    ) -> ProjectTypeCollection:
        """List the types that a project can be of.

        The `type_id` that `create_project` wants is an `id` of this list, as a number.

        Args:
            params: `label_cont` for a part of the name; no recent source confirms the other fields. None lists all types.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(operations.project_types, {"params": params, "page": page, "limit": limit})

    async def projects(
        self,
        *,
        company_id: ID | None = None,
        params: ProjectSearch | None = None,
        sort_by: str | None = None,
        descending: bool | None = None,
        page: int = 1,
        limit: int = 50,
    ) -> ProjectCollection:
        """List the projects of a company.

        The company is needed although the schema calls all filters optional: without it the API answers "Scope - Resource
        not accessible for id:".

        Args:
            company_id: the company; None takes the one that the input names, else the client's.
            params: filters, such as `label_cont`, `project_status_label_in` or `tags`; the company is filled in where it is unset.
            sort_by: `createdAt`, `label`, `startDate`, `endDate` or `status`, spelled so; None leaves the order to the server.
            descending: True for the last first.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(
            operations.projects,
            {"params": params, "sortBy": sort_by, "descending": descending, "page": page, "limit": limit},
            company_id,
        )

    async def remove_application_assets(
        self, input: RemoveApplicationAssetsInput, *, company_id: ID | None = None, with_assets: bool = True
    ) -> RemoveApplicationAssetsPayload:
        """Take assets out of an application.

        The assets themselves stay.

        Args:
            input: the application's `id` and the `asset_ids` to take out.
            company_id: the company; None takes the one that the input names, else the client's.
            with_assets: also ask for the assets.
        """
        return await self._call(
            operations.remove_application_assets, {"input": input, "withAssets": with_assets}, company_id
        )

    async def requirement(self, id: ID, *, company_id: ID | None = None) -> RequirementDetail:
        """Get a requirement of a company with its activities.

        Args:
            id: the id.
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.requirement, {"id": id}, company_id)

    async def requirements(
        self,
        *,
        company_id: ID | None = None,
        filters: RequirementsFilterInput | None = None,
        pagination: BasePaginationInput | None = None,
    ) -> RequirementCollection:
        """List the requirements that a company can put into its projects.

        Requirement, playbook and checklist are three names of one thing: ids from here go into `playbooks_ids` of a
        project.

        Args:
            company_id: the company; None takes the client's.
            filters: `label` for a part of the name, `only_from_company` to leave out the global ones; None lists all.
            pagination: which page and how many rows; None reads the first page.
        """
        return await self._call(operations.requirements, {"filters": filters, "pagination": pagination}, company_id)

    async def sbom_components(
        self,
        *,
        company_id: ID | None = None,
        search: SbomComponentSearchInput | None = None,
        page: int = 1,
        limit: int = 50,
    ) -> SbomComponentCollection:
        """List the software components of a company's assets, as scans and imported SBOMs report them.

        A row is a component in an asset. There is no package URL, and no graph of dependencies: name, version
        and package manager identify it. `issues_by_severity` is JSON whose form is not documented. The
        platform's inventory shows a repository by its default branch.

        Args:
            company_id: the company; None takes the client's.
            search: filters, such as `vulnerable_only` or a part of the `name`, and the order; None lists all.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(
            operations.sbom_components, {"search": search, "page": page, "limit": limit}, company_id
        )

    async def scan_histories(
        self,
        *,
        company_id: ID | None = None,
        asset_ids: Sequence[ID] | None = None,
        filters: ScansHistoriesFiltersInput | None = None,
        sort_options: Sequence[ScansHistoriesSortOptionInput] | None = None,
        pagination: PaginationInput | None = None,
    ) -> ScanHistoryCollection:
        """List the scans of a company's assets.

        Args:
            company_id: the company; None takes the client's.
            asset_ids: only scans of these assets; None lists those of all.
            filters: no source shows the fields of this input; those of the model are guesses that the server may refuse.
            sort_options: no source shows the fields of this input either; None leaves the order to the server.
            pagination: which page and how many rows; None reads the first page.
        """
        return await self._call(
            operations.scan_histories,
            {"assetIds": asset_ids, "filters": filters, "sortOptions": sort_options, "pagination": pagination},
            company_id,
        )

    async def security_gate_execution(self, id: ID) -> SecurityGateExecution:
        """Get a past run of the security gate.

        `reason` tells for each severity how many issues there were, how many of them had expired, that is, had been open longer than
        `max_days_to_fix`, and how many the rule allowed. `status` is PASS, WARNING or FAIL.

        Args:
            id: the id.
        """
        return await self._call(operations.security_gate_execution, {"id": id})

    async def security_gate_executions(
        self,
        *,
        company_id: ID | None = None,
        filters: SecurityGateExecutionsSearch | None = None,
        sort_option: SecurityGateExecutionsSortOptionInput | None = None,
        pagination: BasePaginationInput | None = None,
    ) -> SecurityGateExecutionCollection:
        """List the past runs of the security gate, over all assets of a company.

        Args:
            company_id: the company; None takes the client's.
            filters: `statuses` keeps the runs that ended so, such as `FAIL`; None lists all. No filter by asset is confirmed.
            sort_option: `EXECUTED_AT` is the one `sort_by` that is known; None leaves the order to the server.
            pagination: which page and how many rows; None reads the first page.
        """
        return await self._call(
            operations.security_gate_executions,
            {"filters": filters, "sortOption": sort_option, "pagination": pagination},
            company_id,
        )

    async def security_gate_run(
        self,
        asset_id: ID,
        *,
        branch_name: str | None = None,
        branch_id: ID | None = None,
        pagination: PaginationInput | None = None,
    ) -> SecurityGateRun:
        """Run the security gate on an asset, and get its verdict.

        Though a query, it acts: each call evaluates the asset anew, by the asset's own rule or else the company's, and each further
        page of `failing_vulnerabilities` is one more run. Issues that are IDENTIFIED, IN_PROGRESS or AWAITING_VALIDATION count.

        `status` is PASS, WARNING (more issues than allowed, none overdue) or FAIL (an issue is overdue, or a blocking limit is
        exceeded); take any other value, and any error, for undecided and never for PASS. `reason` tells for each severity the `count`,
        the `limit` and a status of its own, and may be None where no rule is set; `failing_vulnerabilities` is filled for FAIL;
        `issues_url` opens the list on the platform.

        A branch that the platform does not know is no error: the answer is then about the default branch. Compare `branch.name` of the
        answer with the name that you asked for, and discard the answer if they differ. The id of an asset that was merged into another
        still works.

        Args:
            asset_id: the asset to judge.
            branch_name: the branch to judge, spelled exactly as in `branches`; None judges the default branch, or the whole asset if it has none.
            branch_id: the same by the branch's id; give one of the two.
            pagination: which page and how many rows; None reads the first page.
        """
        return await self._call(
            operations.security_gate_run,
            {"assetId": asset_id, "branchName": branch_name, "branchId": branch_id, "pagination": pagination},
        )

    async def start_conviso_dast(self, input: StartConvisoDastInput) -> StartConvisoDastPayload:
        """Start a DAST scan of an asset with the platform's own scanner.

        The scan runs on after the answer: follow it with `control_sync_status`. The payload has no list of errors.

        Args:
            input: the `asset_id`.
        """
        return await self._call(operations.start_conviso_dast, {"input": input})

    async def submit_pentest_retest_result(
        self, input: SubmitPentestRetestResultInput
    ) -> SubmitPentestRetestResultPayload:
        """Report for one issue whether a retest found it fixed.

        Meant for the agent that carries out the retest. The verdict was taken if `ok` is True; nothing else says that it
        was not.

        Args:
            input: the run as `execution_id`, the issue as `vulnerability_id`, the verdict as `fixed`, and the `evidence`.
        """
        return await self._call(operations.submit_pentest_retest_result, {"input": input})

    async def sync_asset(self, input: SyncAssetInput) -> SyncAssetPayload:
        """Start the import of an external scanner's data about an asset.

        The answer comes when the work is queued, not when it is done: the issues appear on the asset later. The asset
        must have been linked with the scanner before, with `associate_project` or on the platform's pages, and an
        earlier run must have ended. Look at `failure_reason`: a failure that stands there raises nothing.
        `integration` comes back in lower case.

        Args:
            input: the asset and the scanner, such as `SNYK`.
        """
        return await self._call(operations.sync_asset, {"input": input})

    async def sync_requirements_with_tracker(
        self, project_id: ID, integration_id: ID
    ) -> SyncRequirementsWithTrackerPayload:
        """Bring a tracker up to date with the requirements and activities of a project.

        Everything is compared: what the tracker lacks is made, what is outdated is changed, and what the project no
        longer has is removed there. This works although automatic synchronization is off. The answer is the id of a
        job that goes on for itself; no query that tells its state is known. The types of both arguments are deduced
        from a documented example.

        Args:
            project_id: the project; it needs a configuration, see `create_requirement_sync_configuration`.
            integration_id: the connection with the tracker, which is made on the platform's integrations page.
        """
        return await self._call(
            operations.sync_requirements_with_tracker, {"projectId": project_id, "integrationId": integration_id}
        )

    async def sync_vulnerability_with_defect_tracker(
        self, input: SyncVulnerabilityWithDefectTrackerInput
    ) -> SyncVulnerabilityWithDefectTrackerPayload:
        """Send an issue to the defect tracker that is connected with its asset, such as Jira.

        The answer is the issue; nothing confirmed tells its state in the tracker.

        Args:
            input: the `id` of the issue.
        """
        return await self._call(operations.sync_vulnerability_with_defect_tracker, {"input": input})

    async def threat_model_artifact(self, id: ID, *, with_versions: bool = True) -> ThreatModelArtifact:
        """Get a threat model with its versions.

        The diagram and the architecture items of a version cannot be read back: no recent source shows their names.

        Args:
            id: the id.
            with_versions: False leaves out all versions but the latest.
        """
        return await self._call(operations.threat_model_artifact, {"id": id, "withVersions": with_versions})

    async def threat_model_artifacts(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        assignee_email: str | None = None,
        has_version: bool | None = None,
        pagination: BasePaginationInput | None = None,
        with_versions: bool = False,
    ) -> ThreatModelArtifactCollection:
        """List the threat models of a company, each with its latest version.

        Args:
            company_id: the company; None takes the client's.
            search: text to look for; None lists all.
            assignee_email: only threat models of the person with this address.
            has_version: True lists those that have a version, False those that have none, None both.
            pagination: which page and how many rows; None reads the first page.
            with_versions: also every version of each threat model, which makes the answer long.
        """
        return await self._call(
            operations.threat_model_artifacts,
            {
                "search": search,
                "assigneeEmail": assignee_email,
                "hasVersion": has_version,
                "pagination": pagination,
                "withVersions": with_versions,
            },
            company_id,
        )

    async def ticket(self, id: ID, *, company_id: ID | None = None) -> Ticket:
        """Get a support ticket.

        Args:
            id: the id.
            company_id: the company; None takes the client's.
        """
        return await self._call(operations.ticket, {"id": id}, company_id)

    async def tickets(
        self,
        *,
        company_id: ID | None = None,
        params: TicketSearch | None = None,
        sort_by: str | None = None,
        descending: bool | None = None,
        page: int = 1,
        limit: int = 50,
    ) -> TicketCollection:
        """List the support tickets of a company.

        Args:
            company_id: the company; None takes the client's.
            params: filters, such as `mine_only` or `statuses`; None lists every ticket that the key can see.
            sort_by: the field to order by, in the API's spelling, such as `createdAt`.
            descending: True for the newest or greatest first; goes with `sort_by`.
            page: which page; the first is 1.
            limit: rows a page.
        """
        return await self._call(
            operations.tickets,
            {"params": params, "sortBy": sort_by, "descending": descending, "page": page, "limit": limit},
            company_id,
        )

    async def top_vulnerabilities(
        self, *, company_id: ID | None = None, filters: TopVulnerabilitiesFiltersInput | None = None
    ) -> list[TopVulnerability]:
        """Get the vulnerabilities that a company has most of, counted by title.

        One row for each title, with the number of issues by severity and of the assets they were found on. The list has no pages; how
        many titles the server gives, and in which order, is not documented. Rows have no id: find their issues with `partial_title` in
        the filters of `issues`.

        Args:
            company_id: the company; None takes the client's.
            filters: which issues count: severities, statuses, assets, tags, dates of creation; None counts all.
        """
        return await self._call(operations.top_vulnerabilities, {"filters": filters}, company_id)

    async def update_activity_status(self, input: UpdateActivityStatusInput) -> UpdateActivityStatusPayload:
        """Change the status of an activity, with a reason and files as evidence.

        `permitted_status` of the activity lists its possible next statuses. The platform's own pages ask for a reason with
        `NOT_APPLICABLE`, and for a reason or a file with `NOT_ACCORDING` and `DONE`. The status goes out in upper case and
        comes back in lower case.

        Args:
            input: the activity's `id`, the new `status`, and if you like `reason` and `archives`, which are files.
        """
        return await self._call(operations.update_activity_status, {"input": input})

    async def update_application(
        self, input: UpdateApplicationInput, *, company_id: ID | None = None, with_assets: bool = True
    ) -> UpdateApplicationPayload:
        """Change an application.

        To change its assets call `add_application_assets` or `remove_application_assets`: no source says whether
        `asset_ids` here adds to them or replaces them.

        Args:
            input: `id`, and only those other fields that change.
            company_id: the company; None takes the one that the input names, else the client's.
            with_assets: also ask for the assets.
        """
        return await self._call(operations.update_application, {"input": input, "withAssets": with_assets}, company_id)

    async def update_asset(self, input: UpdateAssetInput, *, company_id: ID | None = None) -> UpdateAssetPayload:
        """Change an asset.

        Every field of the input that you set is applied, one set to None too; fields that you leave out stay. Set only what
        changes, and lists as a whole: no source says that the API adds to them.

        If `repo_url` already belongs to another asset, the answer may be that other asset: compare `asset.id` with
        the id that you sent. To join an asset with its repository the API needs `repo_url` and `branch_name`
        together, and the key the permission to update assets, to delete them too if one is taken in by another;
        otherwise it does not join them and reports no error. Until about September 2026 the API wanted `name` every
        time.

        Args:
            input: `id`, and only those other fields that change.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.update_asset, {"input": input}, company_id)

    async def update_control_sync_status(self, input: UpdateControlSyncStatusInput) -> UpdateControlSyncStatusPayload:
        """Say how many findings a scan reported.

        The number replaces what `create_control_sync_status` was given. The record leaves `pending` when `success_count`
        reaches it. For a scan that found nothing the vendor's scanner gives 1 here, and then counts one success with
        `increase_issue_scan_count`.

        Args:
            input: the `id` of the record and the number, `external_vulnerability_count`.
        """
        return await self._call(operations.update_control_sync_status, {"input": input})

    async def update_issue_assignee(self, input: UpdateIssueAssigneesInput) -> UpdateIssueAssigneesPayload:
        """Change who is to fix an issue.

        Send everyone who is to be assigned from now on. No source says whether the list replaces the present assignees or adds to
        them, nor the effect of an unknown address: compare the answer with your input.

        Args:
            input: `issue_id`, and `assignee_emails`, the addresses under which people are known to the platform.
        """
        return await self._call(operations.update_issue_assignee, {"input": input})

    async def update_network_vulnerability(
        self, input: UpdateNetworkVulnerabilityInput
    ) -> UpdateNetworkVulnerabilityPayload:
        """Replace a network vulnerability's content.

        A full replacement: every field that creating requires is required again, so start from the answer of `issue`, and carry over the
        optional fields too. To change the status alone there is `change_issue_status`. The payload has no list of errors: a refusal is
        a `GraphQLError`.

        Args:
            input: the `id`, and all that the vulnerability is to say from now on.
        """
        return await self._call(operations.update_network_vulnerability, {"input": input})

    async def update_pentest_artifact(
        self, input: UpdatePentestArtifactInput, *, with_executions: bool = False
    ) -> UpdatePentestArtifactPayload:
        """Change a pentest artifact.

        The fields are those of `create_pentest_artifact`. Whether a run that is under way takes notice is not
        documented. The payload has no list of errors.

        Args:
            input: `id`, and only those other fields that change.
            with_executions: also all runs of the artifact.
        """
        return await self._call(operations.update_pentest_artifact, {"input": input, "withExecutions": with_executions})

    async def update_portal_user_access(
        self, input: UpdatePortalUserAccessInput, *, company_id: ID | None = None
    ) -> UpdatePortalUserAccessPayload:
        """Give a person another access profile, or other teams, in a company.

        `access_profile_id` goes with every call: to change only the teams, take the present one from
        `portal_user_profile`. `teams_ids` names all teams that the person is to be in: an empty list takes the person
        out of every team. Leave it out to change only the profile, as Conviso's own client does. No confirmed query
        lists profiles or teams: take their ids from the platform's pages.

        Args:
            input: the person, the profile, and all teams if they change.
            company_id: the company; None takes the one that the input names, else the client's.
        """
        return await self._call(operations.update_portal_user_access, {"input": input}, company_id)

    async def update_project(self, input: UpdateProjectInput) -> UpdateProjectPayload:
        """Change a project.

        A list that is set, such as `tags`, `assets_ids` or `playbooks_ids`, replaces the list that was there: to add one,
        read `project` and send all. `company_id` is never filled in here, since sending it might move the project to
        another company. The status has an operation of its own, `update_project_status`.

        Args:
            input: `id`, and only those other fields that change.
        """
        return await self._call(operations.update_project, {"input": input})

    async def update_project_requirement(
        self, input: UpdateProjectRequirementInput, *, with_activities: bool = True
    ) -> UpdateProjectRequirementPayload:
        """Change a requirement inside a project, and its activities.

        An activity with an `id` is changed, one without is created. How to remove one is not documented, nor whether those
        stay that are not named: name them all.

        Args:
            input: the `id` of the project's requirement, as in `project_requirements`, and only those other fields that change.
            with_activities: False leaves the activities out of the answer.
        """
        return await self._call(
            operations.update_project_requirement, {"input": input, "withActivities": with_activities}
        )

    async def update_project_status(self, input: UpdateProjectStatusInput) -> UpdateProjectStatusPayload:
        """Change the status of a project.

        `PLANNED` stands for the platform's To Do and `ANALYSIS` for its Running; that is deduced, not documented. These
        changes are allowed:

        - `PLANNED` to `ANALYSIS`, `DISCONTINUED`
        - `ANALYSIS` to `PLANNED`, `PAUSED`, `DISCONTINUED`, `DONE`
        - `PAUSED` to `ANALYSIS`, `DISCONTINUED`
        - `DISCONTINUED` to `PLANNED`, `ANALYSIS`
        - `DONE` to `ANALYSIS`

        According to the platform's documentation all activities must be completed or dismissed before a project can be
        finished.

        Args:
            input: `id`, the new `project_status`, and the `reason` that goes into the project's timeline.
        """
        return await self._call(operations.update_project_status, {"input": input})

    async def update_scan_run(
        self, id: ID, state: ScanRunStateEnumValue, *, error_class: str | None = None, error_message: str | None = None
    ) -> UpdateScanRunPayload:
        """Move a scan run to another state.

        `REQUESTED` goes to `ENQUEUED`, `RUNNING`, and then `COMPLETED` or `FAILED`. `STALE`, `LOST`, `DLQ`, `CANCELLED`,
        `SUPERSEDED` and `INGESTED` are ends too. The server also moves runs by itself, so a refusal with "invalid
        transition" is often harmless: its payload still has the run, and where `state` is the one that you asked for or a
        later one, nothing is left to do.

        Args:
            id: the run, from `create_scan_run`.
            state: the state to move to.
            error_class: the kind of error, only together with `FAILED`.
            error_message: the failure, only together with `FAILED`.
        """
        return await self._call(
            operations.update_scan_run,
            {"id": id, "state": state, "errorClass": error_class, "errorMessage": error_message},
        )

    async def update_source_code_vulnerability(
        self, input: UpdateSourceCodeVulnerabilityInput
    ) -> UpdateSourceCodeVulnerabilityPayload:
        """Replace the content of a vulnerability in source code.

        A full replacement: every field that creating requires is required again, so start from the answer of `issue`, and carry over the
        optional fields too; `commit_ref` and `deploy_id` cannot be read back. To change the status alone there is
        `change_issue_status`. The payload has no list of errors: a refusal is a `GraphQLError`.

        Args:
            input: the `id`, and all that the vulnerability is to say from now on.
        """
        return await self._call(operations.update_source_code_vulnerability, {"input": input})

    async def update_threat_model_artifact(
        self, input: UpdateThreatModelArtifactInput, *, with_versions: bool = False
    ) -> UpdateThreatModelArtifactPayload:
        """Change a threat model's description; its versions stay as they are.

        `label` goes with every call, also where it stays the same.

        Args:
            input: `id`, `label`, and only those other fields that change.
            with_versions: also all versions of the threat model.
        """
        return await self._call(
            operations.update_threat_model_artifact, {"input": input, "withVersions": with_versions}
        )

    async def update_web_vulnerability(self, input: UpdateWebVulnerabilityInput) -> UpdateWebVulnerabilityPayload:
        """Replace a web vulnerability's content.

        A full replacement: every field that creating requires is required again, so start from the answer of `issue` with
        `with_http_messages=True`, and carry over the optional fields too. To change the status alone there is `change_issue_status`. The
        payload has no list of errors: a refusal is a `GraphQLError`.

        Args:
            input: the `id`, and all that the vulnerability is to say from now on.
        """
        return await self._call(operations.update_web_vulnerability, {"input": input})

    async def vulnerabilities(
        self,
        *,
        params: VulnerabilitySearch | None = None,
        order: OrderOccurrencesParamsValue | None = None,
        order_type: OrderParamsValue | None = None,
        page: int = 1,
        limit: int = 50,
        with_history: bool = False,
    ) -> VulnerabilityCollection:
        """List vulnerabilities of the platform's older model.

        Kept for programs from before issues existed; new programs use `issues`, which knows findings and vulnerabilities alike. No
        argument for the company is confirmed: each row names its company. The API gives no confirmed total here: read on until a page is
        empty.

        Args:
            params: filters; their names are known from 2024 only, and a server that dropped one refuses the request. None lists all.
            order: the field to order by; the values are known from 2024 only.
            order_type: the direction, together with `order`.
            page: which page; the first is 1.
            limit: rows a page.
            with_history: also the statuses that each vulnerability has had.
        """
        return await self._call(
            operations.vulnerabilities,
            {
                "params": params,
                "order": order,
                "orderType": order_type,
                "page": page,
                "limit": limit,
                "withHistory": with_history,
            },
        )

    async def vulnerabilities_templates_by_company_id(
        self,
        *,
        company_id: ID | None = None,
        search: str | None = None,
        sort_by: VulnerabilityTemplateSortByEnumValue | None = None,
        descending: bool | None = None,
        page: int = 1,
        limit: int = 50,
        with_text: bool = False,
    ) -> VulnerabilityTemplateCollection:
        """List the templates for vulnerabilities that a company can use.

        Deleted templates may be among them: skip those that have `deleted_at`.

        Args:
            company_id: the company; None takes the client's.
            search: a text that the template contains; None lists all. Which fields are searched is not documented.
            sort_by: `title` is the one value that is known; None leaves the order to the server.
            descending: True for descending order, together with `sort_by`.
            page: which page; the first is 1.
            limit: rows a page.
            with_text: also description, impact, solution and reference of each template.
        """
        return await self._call(
            operations.vulnerabilities_templates_by_company_id,
            {
                "search": search,
                "sortBy": sort_by,
                "descending": descending,
                "page": page,
                "limit": limit,
                "withText": with_text,
            },
            company_id,
        )

    async def vulnerability_template(self, id: ID) -> VulnerabilityTemplateDetail:
        """Get a template for vulnerabilities by its id: the texts to start a report from.

        Args:
            id: the id.
        """
        return await self._call(operations.vulnerability_template, {"id": id})
