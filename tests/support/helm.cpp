// SPDX-License-Identifier: Apache-2.0
#include "support/helm.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>

namespace chartwright_test {

namespace {
// Not QStandardPaths: the tests run in its test mode, which has another cache.
QString cacheFolder()
{
    const QString xdg = qEnvironmentVariable("XDG_CACHE_HOME");
    return xdg.isEmpty() ? QDir::homePath() + QStringLiteral("/.cache") : xdg;
}
} // namespace

QString Helm::Output::text() const
{
    return QStringLiteral("exit code %1\n%2\n%3")
        .arg(exitCode)
        .arg(QString::fromUtf8(err), QString::fromUtf8(out.left(4000)));
}

// Defined by tests/support/CMakeLists.txt from packaging/helm-versions.
const Helm &Helm::three()
{
    static const Helm helm(3, "CHARTWRIGHT_HELM3", CHARTWRIGHT_HELM3_VERSION);
    return helm;
}

const Helm &Helm::four()
{
    static const Helm helm(4, "CHARTWRIGHT_HELM4", CHARTWRIGHT_HELM4_VERSION);
    return helm;
}

Helm::Helm(int major, const char *variable, const char *version)
    : m_name(QStringLiteral("helm %1").arg(major)), m_program(qEnvironmentVariable(variable))
{
    if (m_program.isEmpty()) {
        m_program = QStringLiteral("%1/chartwright/helm/helm-%2")
                        .arg(cacheFolder(), QLatin1String(version));
    }
    if (!QFileInfo(m_program).isExecutable()) {
        m_problem = QStringLiteral("%1 is missing: there is no program %2. Run packaging/test, "
                                   "which builds it, or set %3 to a helm of version %4.")
                        .arg(m_name, m_program, QLatin1String(variable), QLatin1String(version));
    }
}

Helm::Output Helm::run(const QStringList &arguments, const QByteArray &input, int timeoutMs) const
{
    Output output;
    if (!m_problem.isEmpty()) {
        output.err = m_problem.toUtf8();
        return output;
    }
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &key : environment.keys()) {
        if (key.startsWith(QLatin1String("HELM_")) || key == QLatin1String("KUBECONFIG")) {
            environment.remove(key); // a person's helm settings must not change a result
        }
    }
    environment.insert(QStringLiteral("HELM_CACHE_HOME"), m_home.filePath(QStringLiteral("cache")));
    environment.insert(QStringLiteral("HELM_CONFIG_HOME"),
                       m_home.filePath(QStringLiteral("config")));
    environment.insert(QStringLiteral("HELM_DATA_HOME"), m_home.filePath(QStringLiteral("data")));
    environment.insert(QStringLiteral("KUBECONFIG"), m_home.filePath(QStringLiteral("none")));
    process.setProcessEnvironment(environment);
    process.start(m_program, arguments);
    if (!process.waitForStarted(timeoutMs)) {
        output.err = process.errorString().toUtf8();
        return output;
    }
    process.write(input);
    process.closeWriteChannel();
    const bool finished = process.waitForFinished(timeoutMs);
    if (!finished) {
        process.kill();
        process.waitForFinished();
    }
    output.out = process.readAllStandardOutput();
    output.err = process.readAllStandardError();
    if (!finished) {
        output.err +=
            QStringLiteral("%1 did not end within %2 ms").arg(m_name).arg(timeoutMs).toUtf8();
    } else if (process.exitStatus() == QProcess::NormalExit) {
        output.exitCode = process.exitCode();
    }
    return output;
}

Helm::Output Helm::render(const QString &chart, const QString &release, const QStringList &more,
                          const QByteArray &values) const
{
    QStringList arguments{QStringLiteral("template"), release, chart};
    if (!values.isNull()) {
        arguments += {QStringLiteral("-f"), QStringLiteral("-")};
    }
    return run(arguments + more, values);
}

Helm::Output Helm::lint(const QString &chart, const QStringList &more) const
{
    return run(QStringList{QStringLiteral("lint"), chart} + more);
}

} // namespace chartwright_test
