"""What the examples of the operations show, by the API's names.

`@Asset` stands for the id of the sandbox's first asset, `@Asset+3` for the third after it, `file:bom.json` for a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MORE", "OF_TYPES", "WORDS"]

OF_TYPES: Mapping[str, Any] = {
    "Boolean": True,
    "Float": 7.5,
    "ID": "1",
    "ISO8601Date": "2026-03-01",
    "ISO8601DateTime": "2026-03-01T09:00:00Z",
    "Int": 1,
    "JSON": {},
    "String": "text",
    "Upload": "file:report.json",
}
"""A value for a required argument of which nothing better is known."""

WORDS: Mapping[str, Any] = {
    "address": "203.0.113.7",
    "affectedVersion": "2.14.1",
    "architectureItems": {"components": [{"name": "checkout", "type": "service"}]},
    "assigneeEmails": ["ana.almeida@example.com"],
    "attackVector": "network",
    "capecIds": ["66"],
    "codeSnippet": "query = f'SELECT * FROM users WHERE name = {name}'",
    "currentCommit": "9fceb02",
    "description": "The parameter name reaches the SQL statement without being escaped.",
    "doneStatusId": "10003",
    "epicIssueTypeId": "10000",
    "externalVulnerabilityCount": 12,
    "file": "file:findings.json",
    "fileName": "app/users.py",
    "firstLine": 41,
    "fixed": True,
    "goal": "Find what an attacker can do with a customer's account.",
    "impactDescription": "An attacker reads every customer's data.",
    "impactLevel": "HIGH",
    "inProgressStatusId": "10002",
    "instanceId": "backstage-1",
    "integration": "DEPENDENCY_TRACK",
    "integrationId": "71",
    "jiraProjectId": "10100",
    "jiraProjectName": "Payments",
    "label": "Input validation",
    "log": "Traceback: the scanner stopped",
    "method": "GET",
    "name": "org/payments-api",
    "package": "log4j-core",
    "pentestType": "WEB",
    "port": 443,
    "previousCommit": "4b825dc",
    "probabilityLevel": "MEDIUM",
    "protocol": "tcp",
    "reason": "Reviewed with the team",
    "request": "GET /users?name=%27 HTTP/1.1",
    "response": "HTTP/1.1 500 Internal Server Error",
    "scheme": "HTTPS",
    "scope": "The shop and its API, without the payment provider.",
    "severity": "HIGH",
    "solution": "Pass the name as a parameter of the statement.",
    "startDate": "2026-03-01",
    "stepsToReproduce": "Open the URL.",
    "storyIssueTypeId": "10001",
    "subtaskIssueTypeId": "10004",
    "summary": "SQL injection in the user search",
    "title": "SQL injection in the user search",
    "toDoStatusId": "10005",
    "type": "SUPPORT_REQUEST",
    "url": "https://shop.example.com/users?name=%27",
    "vulnerabilityTypes": ["SAST_FINDING"],
    "vulnerableLine": 42,
}
"""A value for a required argument or field, by its name."""

_SAST = {
    "assetId": "@Asset",
    "title": "SQL injection in the user search",
    "description": "The parameter name reaches the SQL statement without being escaped.",
    "severity": "HIGH",
    "fileName": "app/users.py",
    "vulnerableLine": 42,
    "originalIssueIdFromTool": "semgrep-118",
}
_SCA = {
    "assetId": "@Asset",
    "title": "log4j-core 2.14.1 runs code from a log message",
    "description": "A message with a JNDI address loads and runs a class.",
    "severity": "CRITICAL",
    "package": "log4j-core",
    "affectedVersion": "2.14.1",
    "patchedVersion": "2.17.1",
    "cve": "CVE-2021-44228",
    "originalIssueIdFromTool": "scan-7/log4j-core",
}
_SECRET = {
    "assetId": "@Asset",
    "title": "A key in the source code",
    "description": "The key of the mail service stands in the settings.",
    "severity": "HIGH",
    "fileName": "settings.py",
    "vulnerableLine": 7,
    "codeSnippet": "MAIL_KEY = '********'",
    "originalIssueIdFromTool": "secrets-3",
}
_DAST = {
    "assetId": "@Asset",
    "title": "The session cookie is sent without Secure",
    "description": "The cookie goes over connections that are not encrypted.",
    "severity": "MEDIUM",
    "method": "GET",
    "scheme": "HTTPS",
    "url": "https://shop.example.com/login",
    "port": 443,
    "originalIssueIdFromTool": "dast-21",
}
_OPEN = ["IDENTIFIED", "IN_PROGRESS", "AWAITING_VALIDATION"]

MORE: Mapping[str, Mapping[str, Any]] = {
    "activities": {"params": {"projectId": "@Project"}},
    "addActivityAttachment": {"input": {"archives": ["file:evidence.png"], "reason": "Seen in the review"}},
    "assets": {"search": {"name": "api", "sortBy": "name", "order": "ASC"}},
    "associateProject": {"input": {"projectId": "@Project"}},
    "batchCreateOrUpdateFindings": {
        "findings": [{"assetId": "@Asset", "sast": _SAST}, {"assetId": "@Asset", "sca": _SCA}]
    },
    "bulkChangeIssueStatus": {
        "input": {"ids": ["@IssueInterface"], "status": "FALSE_POSITIVE", "reason": "Only reachable in the tests"}
    },
    "bulkDeleteIssues": {"input": {"ids": ["@IssueInterface"]}},
    "bulkUpdateProjectStatus": {"input": {"projectStatus": "DONE"}},
    "changeIssueStatus": {"input": {"status": "IN_PROGRESS", "reason": "The fix is in review"}},
    "companies": {"params": {"labelCont": "a"}},
    "createApplication": {"input": {"name": "Payments", "assetIds": ["@Asset"]}},
    "createAsset": {
        "input": {
            "repoUrl": "https://git.example.com/org/payments-api.git",
            "branchName": "main",
            "businessImpact": "HIGH",
        }
    },
    "createAttachment": {"input": {"archive": "file:evidence.png", "issueId": "@IssueInterface"}},
    "createDeploy": {"input": {"assetId": "@Asset", "branchName": "main", "diffContent": "file:changes.diff"}},
    "createOrUpdateBackstageIntegration": {
        "input": {"backstageUrl": "https://backstage.example.com", "instanceId": "backstage-1"}
    },
    "createOrUpdateContainerFinding": {"input": _SCA},
    "createOrUpdateDastFinding": {"input": _DAST},
    "createOrUpdateIacFinding": {"input": _SAST},
    "createOrUpdateRequirement": {
        "input": {"label": "Rate limits", "description": "Every public endpoint has one.", "activities": []}
    },
    "createOrUpdateSastFinding": {"input": _SAST},
    "createOrUpdateScaFinding": {"input": _SCA},
    "createOrUpdateSecretFinding": {"input": _SECRET},
    "createPentestArtifact": {"input": {"label": "The shop", "domains": ["shop.example.com"]}},
    "createPentestExecution": {"input": {"artifactId": "@PentestArtifact"}},
    "createProject": {"input": {"label": "Pentest of the shop", "assetsIds": ["@Asset"], "typeId": "@ProjectType"}},
    "createScaFinding": {"input": {"title": _SCA["title"], "description": _SCA["description"], "fileName": "pom.xml"}},
    "createScanRun": {"branchName": "main"},
    "createThreatModelArtifact": {"input": {"label": "Checkout"}},
    "createThreatModelArtifactVersion": {"input": {"artifactId": "@ThreatModelArtifact"}},
    "createTicket": {"input": {"title": "Which branch is scanned?", "description": "We renamed the default branch."}},
    "createNetworkVulnerability": {
        "input": {
            "title": "Telnet is open",
            "summary": "Telnet is open",
            "description": "The service takes passwords without encryption.",
            "solution": "Turn it off, and use SSH.",
            "stepsToReproduce": "Connect to port 23.",
            "port": 23,
        }
    },
    "deploysByAsset": {"assetId": "@Asset+3"},
    "generateProjectReport": {"language": "en"},
    "importAssetToIntegration": {
        "input": {
            "integrationType": "backstage",
            "projects": [{"name": "shop", "repoUrl": "https://git.example.com/org/shop.git"}],
        }
    },
    "importAstFindingsFile": {"branch": "main"},
    "importContainerFindingsFile": {"branch": "main"},
    "importMobsf": {"file": "file:mobsf.json", "assetId": "@Asset"},
    "importSbom": {"input": {"assetId": "@Asset", "file": "file:bom.json", "branchName": "main"}},
    "issues": {"filters": {"severities": ["CRITICAL", "HIGH"], "statuses": _OPEN}},
    "issuesStats": {"filters": {"statuses": _OPEN}},
    "mttrOverTime": {
        "params": {
            "startDate": "2026-01-01",
            "endDate": "2026-06-30",
            "severities": ["CRITICAL", "HIGH", "MEDIUM", "LOW", "NOTIFICATION"],
            "statuses": ["FIX_ACCEPTED"],
            "assetIds": [],
            "assetTags": [],
        }
    },
    "portalUserProfile": {"email": "ana.almeida@example.com"},
    "projectReport": {"reportId": "@ProjectReport"},
    "projects": {"params": {"labelCont": "Penetration"}},
    "requirements": {"filters": {"onlyFromCompany": True}},
    "sbomComponents": {"search": {"name": "log4j", "vulnerableOnly": True}},
    "scanHistories": {"assetIds": ["@Asset"]},
    "securityGateExecutions": {"filters": {"statuses": ["FAIL"]}},
    "securityGateRun": {"branchName": "main"},
    "submitPentestRetestResult": {"input": {"executionId": "@PentestExecution", "vulnerabilityId": "@IssueInterface"}},
    "tickets": {"sortBy": "createdAt", "descending": True},
    "topVulnerabilities": {"filters": {"severities": ["CRITICAL", "HIGH"]}},
    "updateActivityStatus": {"input": {"status": "IN_PROGRESS", "reason": "Tests have begun"}},
    "updateApplication": {"input": {"name": "Payments"}},
    "updateAsset": {"input": {"businessImpact": "HIGH", "assetsTagList": ["payments", "pci"]}},
    "updatePentestArtifact": {"input": {"label": "The shop", "domains": ["shop.example.com"]}},
    "updatePortalUserAccess": {"input": {"accessProfileId": "@PortalUserAccessProfiles"}},
    "updateProject": {"input": {"endDate": "2026-04-15"}},
    "updateProjectRequirement": {"input": {"description": "Checked by the platform team."}},
    "updateProjectStatus": {"input": {"projectStatus": "ANALYSIS"}},
    "updateScanRun": {"state": "ENQUEUED"},
    "updateThreatModelArtifact": {"input": {"label": "Checkout"}},
    "vulnerabilities": {"params": {"criticityEq": "high"}},
    "vulnerabilitiesTemplatesByCompanyId": {"search": "injection"},
}
"""What an operation's example gives beside what is required, or in its place."""
