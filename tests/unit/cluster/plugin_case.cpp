// SPDX-License-Identifier: Apache-2.0
#include "plugin_case.h"

#include <QFile>

using namespace chartwright;

namespace chartwright_test {

void PluginCase::init()
{
    TestCase::init();
    m_folder = std::make_unique<Folder>();
    m_consent = std::make_unique<Consent>();
    m_limits = {std::chrono::seconds(20), std::chrono::milliseconds(300), 10'000, 1000};
}

ExecSpec PluginCase::spec(const QByteArray &bash)
{
    const QString script = m_folder->writeScript(
        QStringLiteral("login"), "cd " + m_folder->path().toUtf8() + "; echo run >>runs\n" + bash);
    ExecSpec out;
    out.exec.apiVersion = QStringLiteral("client.authentication.k8s.io/v1");
    out.exec.interactiveMode = QStringLiteral("IfAvailable");
    out.exec.command = script;
    out.user = QStringLiteral("kim");
    out.where = QStringLiteral("/f/config:8:3");
    return out;
}

std::unique_ptr<ExecPlugin> PluginCase::plugin(const QByteArray &bash)
{
    return std::make_unique<ExecPlugin>(spec(bash), m_consent.get(), nullptr, m_limits);
}

Result<ExecCredentialPtr> PluginCase::get(ExecPlugin *plugin)
{
    std::optional<Result<ExecCredentialPtr>> out;
    QObject context;
    plugin->get(&context, [&](const Result<ExecCredentialPtr> &result) { out = result; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 30'000))
        return failure(QStringLiteral("no answer"));
    return *out;
}

QByteArray PluginCase::fileOf(const QString &name)
{
    QFile file(m_folder->path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray PluginCase::answer(const QByteArray &status)
{
    return R"(echo '{"apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", )"
           R"("status": )" +
           status + "}'";
}

} // namespace chartwright_test

#include "moc_plugin_case.cpp"
