"""The vocabulary of the seeded data: real weakness classes and packages, made-up people and repositories."""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "BRANCHES",
    "COMPANIES",
    "COMPONENTS",
    "CVSS_VECTORS",
    "FILES",
    "FIRST_NAMES",
    "LANGUAGES",
    "LAST_NAMES",
    "MISCONFIGURATIONS",
    "NETWORK_WEAKNESSES",
    "PACKAGES",
    "PATHS",
    "PROJECT_TYPES",
    "REQUIREMENTS",
    "SECRETS",
    "SERVICES",
    "SNIPPETS",
    "STATUSES",
    "TAGS",
    "TEAMS",
    "WEAKNESSES",
    "Package",
    "Weakness",
]


class Weakness(NamedTuple):
    """A class of weakness."""

    cwe: str
    title: str
    category: str
    solution: str


class Package(NamedTuple):
    """A package with a published vulnerability."""

    manager: str
    technology: str
    name: str
    affected: str
    patched: str
    cve: str
    score: float
    license: str


WEAKNESSES = (
    Weakness(
        "CWE-79", "Cross-site scripting (reflected)", "Injection", "Encode output for the context it is written to."
    ),
    Weakness("CWE-79", "Cross-site scripting (stored)", "Injection", "Encode output and validate what is stored."),
    Weakness("CWE-89", "SQL injection", "Injection", "Use parameterised queries only."),
    Weakness("CWE-78", "OS command injection", "Injection", "Call programs without a shell, with fixed arguments."),
    Weakness("CWE-22", "Path traversal", "Access Control", "Resolve the path and check that it stays in its folder."),
    Weakness(
        "CWE-352", "Cross-site request forgery", "Access Control", "Require an unpredictable token on each change."
    ),
    Weakness("CWE-639", "Insecure direct object reference", "Access Control", "Check ownership on the server."),
    Weakness("CWE-862", "Missing authorization", "Access Control", "Deny by default and check each endpoint."),
    Weakness("CWE-918", "Server-side request forgery", "Server-Side", "Allow outgoing requests to listed hosts only."),
    Weakness("CWE-611", "XML external entity processing", "Server-Side", "Disable external entities in the parser."),
    Weakness("CWE-502", "Deserialization of untrusted data", "Server-Side", "Use a data-only format such as JSON."),
    Weakness("CWE-798", "Use of hard-coded credentials", "Secrets", "Move the secret to a vault and rotate it."),
    Weakness("CWE-312", "Cleartext storage of sensitive data", "Cryptography", "Encrypt at rest with managed keys."),
    Weakness("CWE-327", "Broken cryptographic algorithm", "Cryptography", "Use AES-GCM or another current algorithm."),
    Weakness("CWE-295", "Improper certificate validation", "Cryptography", "Verify the chain and the host name."),
    Weakness("CWE-601", "Open redirect", "Input Validation", "Redirect to relative paths or listed hosts only."),
    Weakness(
        "CWE-434", "Unrestricted file upload", "Input Validation", "Check type and size, store outside the web root."
    ),
    Weakness(
        "CWE-1333", "Inefficient regular expression", "Input Validation", "Rewrite the expression without backtracking."
    ),
    Weakness("CWE-307", "No limit on authentication attempts", "Authentication", "Throttle by account and address."),
    Weakness("CWE-613", "Insufficient session expiration", "Authentication", "Expire sessions on the server."),
    Weakness("CWE-693", "Missing security headers", "Configuration", "Send CSP, HSTS and X-Content-Type-Options."),
    Weakness("CWE-209", "Stack trace in error message", "Configuration", "Log details, answer with a reference."),
)

PACKAGES = (
    Package(
        "maven", "Java", "org.apache.logging.log4j:log4j-core", "2.14.1", "2.17.1", "CVE-2021-44228", 10.0, "Apache-2.0"
    ),
    Package(
        "maven", "Java", "org.springframework:spring-beans", "5.3.17", "5.3.18", "CVE-2022-22965", 9.8, "Apache-2.0"
    ),
    Package("npm", "JavaScript", "lodash", "4.17.20", "4.17.21", "CVE-2021-23337", 7.2, "MIT"),
    Package("npm", "JavaScript", "minimist", "1.2.5", "1.2.6", "CVE-2021-44906", 9.8, "MIT"),
    Package("npm", "JavaScript", "axios", "1.5.1", "1.6.0", "CVE-2023-45857", 6.5, "MIT"),
    Package("npm", "JavaScript", "semver", "7.5.1", "7.5.2", "CVE-2022-25883", 7.5, "ISC"),
    Package("pypi", "Python", "pyyaml", "5.3.1", "5.4", "CVE-2020-14343", 9.8, "MIT"),
    Package("pypi", "Python", "jinja2", "3.1.2", "3.1.3", "CVE-2024-22195", 6.1, "BSD-3-Clause"),
    Package("pypi", "Python", "requests", "2.30.0", "2.31.0", "CVE-2023-32681", 6.1, "Apache-2.0"),
    Package("gem", "Ruby", "rack", "2.2.6.2", "2.2.6.3", "CVE-2023-27530", 7.5, "MIT"),
    Package("nuget", "C#", "Newtonsoft.Json", "12.0.3", "13.0.1", "CVE-2024-21907", 7.5, "MIT"),
    Package("golang", "Go", "golang.org/x/net", "0.16.0", "0.17.0", "CVE-2023-39325", 7.5, "BSD-3-Clause"),
)

COMPONENTS = (
    ("npm", "JavaScript", "express", "4.18.2", "MIT"),
    ("npm", "JavaScript", "react", "18.2.0", "MIT"),
    ("pypi", "Python", "flask", "3.0.0", "BSD-3-Clause"),
    ("pypi", "Python", "sqlalchemy", "2.0.25", "MIT"),
    ("maven", "Java", "com.google.guava:guava", "33.0.0-jre", "Apache-2.0"),
    ("gem", "Ruby", "puma", "6.4.2", "BSD-3-Clause"),
    ("golang", "Go", "github.com/gin-gonic/gin", "1.9.1", "MIT"),
    ("nuget", "C#", "Serilog", "3.1.1", "Apache-2.0"),
)

COMPANIES = (
    "Aurora Bank",
    "Lumen Retail",
    "Vale Logistics",
    "Cobalt Health",
    "Ipanema Travel",
    "Norte Energy",
    "Pampa Foods",
)
SERVICES = (
    "payments", "checkout", "identity", "catalog", "billing", "notifications", "search", "reports", "gateway", "orders",
    "inventory", "ledger", "onboarding", "pricing", "loyalty", "shipping", "webhooks", "documents", "profile", "fraud",
)  # fmt: skip
STATUSES = ("PLANNED", "ANALYSIS", "PAUSED", "DONE", "DISCONTINUED")
TEAMS = ("Platform", "Payments", "Mobile", "Data", "Identity", "Web", "SRE", "Backoffice")
FIRST_NAMES = (
    "Ana", "Bruno", "Carla", "Diego", "Elisa", "Fabio", "Gabriela", "Hugo", "Iris", "Joao", "Karina", "Lucas", "Marina",
    "Nina", "Otavio", "Paula", "Rafael", "Sofia", "Tiago", "Vera",
)  # fmt: skip
LAST_NAMES = (
    "Almeida", "Barros", "Cardoso", "Duarte", "Esteves", "Farias", "Gomes", "Lima", "Moraes", "Nunes", "Pereira",
    "Ramos",
    "Souza", "Teixeira", "Vieira",
)  # fmt: skip
TAGS = ("pci", "internet", "legacy", "mobile", "critical-path", "gdpr", "k8s", "monolith", "b2b", "internal")
LANGUAGES = ("Java", "Python", "JavaScript", "TypeScript", "Go", "Ruby", "C#", "Kotlin", "PHP", "Swift")
BRANCHES = ("main", "develop", "release/2.4", "feature/login", "hotfix/timeout")
FILES = (
    "src/main/java/com/acme/web/LoginController.java", "src/api/users.py", "app/controllers/orders_controller.rb",
    "src/routes/upload.ts", "internal/http/proxy.go", "src/Services/ReportService.cs", "lib/auth/session.js",
    "infra/terraform/storage.tf", "deploy/docker/Dockerfile", "src/repository/customer_repository.py",
)  # fmt: skip
PATHS = (
    "/login",
    "/api/v1/users",
    "/api/v1/orders",
    "/search",
    "/upload",
    "/admin/reports",
    "/account/password",
    "/cart",
)
SNIPPETS = (
    'query = "SELECT * FROM users WHERE name = \'" + name + "\'"\ncursor.execute(query)',
    "const target = req.query.url;\nconst answer = await fetch(target);",
    "response.write(`<h1>Results for ${term}</h1>`);",
    'String command = "ping -c 1 " + host;\nRuntime.getRuntime().exec(command);',
    "digest = hashlib.md5(password.encode()).hexdigest()",
    'resource "storage_bucket" "exports" {\n  public_access = true\n}',
)
CVSS_VECTORS = ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N")
SECRETS = (
    "AWS access key",
    "GitHub token",
    "Private RSA key",
    "Database password",
    "Slack webhook",
    "JWT signing secret",
)
MISCONFIGURATIONS = (
    "Storage bucket is readable by everyone", "Security group opens port 22 to the internet", "Container runs as root",
    "Database is not encrypted at rest", "Terraform state is kept without a lock",
)  # fmt: skip
NETWORK_WEAKNESSES = (
    "TLS 1.0 is enabled", "Outdated OpenSSH server", "SMB signing is not required", "Default SNMP community string",
    "Expired certificate",
)  # fmt: skip
PROJECT_TYPES = (
    ("WEB_PENETRATION_TESTING", "Web Penetration Test"), ("MOBILE_PENETRATION_TESTING", "Mobile Penetration Test"),
    ("CODE_REVIEW", "Code Review"), ("THREAT_MODELING", "Threat Modeling"), ("NETWORK_SCAN", "Network Scan"),
    ("SECURITY_REQUIREMENTS", "Security Requirements"), ("DAST", "DAST"),
    ("SECURITY_ASSESSMENT", "Security Assessment"),
)  # fmt: skip
REQUIREMENTS = (
    (
        "Authentication",
        ("Lock accounts after failed attempts", "Offer a second factor", "Store passwords with a slow hash"),
    ),
    (
        "Session management",
        ("Expire idle sessions", "Mark cookies Secure and HttpOnly", "Rotate the session id on login"),
    ),
    ("Input validation", ("Validate on the server", "Refuse unexpected content types", "Limit the size of requests")),
    ("Cryptography", ("Use TLS 1.2 or newer", "Keep keys in a vault", "Avoid home-made algorithms")),
    ("Logging", ("Log security events", "Keep secrets out of logs", "Protect logs against change")),
    ("Supply chain", ("Pin dependencies", "Scan dependencies in CI", "Sign release artefacts")),
)
