// SPDX-License-Identifier: Apache-2.0
#include "cluster/exec_plugin.h"

#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace chartwright {

QString findPlugin(const QString &command, const QProcessEnvironment &environment)
{
    if (command.contains(u'/')) {
        const QFileInfo info(command);
        return info.isFile() && info.isExecutable() ? info.absoluteFilePath() : QString();
    }
    // A relative folder would let the working directory decide what runs.
    QStringList folders = environment.value(QStringLiteral("PATH")).split(QDir::listSeparator());
    folders.removeIf([](const QString &folder) { return !QDir::isAbsolutePath(folder); });
    return folders.isEmpty() ? QString() : QStandardPaths::findExecutable(command, folders);
}

ExecQuestion execQuestion(const ExecSpec &spec, const QString &program)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto add = [&](const QString &text) {
        const QByteArray utf8 = text.toUtf8();
        hash.addData(QByteArray::number(utf8.size()) + ':');
        hash.addData(utf8);
    };
    add(program);
    add(spec.exec.command);
    add(QString::number(spec.exec.arguments.size()));
    for (const QString &argument : spec.exec.arguments)
        add(argument);
    for (const Kubeconfig::Variable &variable : spec.exec.environment) {
        add(variable.name);
        add(variable.value);
    }
    return {QString::fromLatin1(hash.result().toHex()),
            program,
            spec.exec.command,
            spec.exec.arguments,
            spec.exec.environment,
            spec.user,
            spec.where};
}

ExecPlugin::ExecPlugin(ExecSpec spec, ExecConsent *consent, QObject *parent, ProcessLimits limits,
                       const QProcessEnvironment &environment)
    : QObject(parent), m_spec(std::move(spec)), m_consent(consent), m_limits(limits),
      m_environment(environment)
{
}

ExecPlugin::~ExecPlugin() = default;

void ExecPlugin::get(QObject *context, Done done)
{
    m_waiters.push_back({context, std::move(done)});
    if (!std::exchange(m_busy, true))
        QMetaObject::invokeMethod(this, &ExecPlugin::begin, Qt::QueuedConnection);
}

void ExecPlugin::drop(const ExecCredentialPtr &credential)
{
    if (m_kept == credential)
        m_kept.reset();
}

void ExecPlugin::cancel()
{
    m_question.reset();
    if (m_process)
        m_process->stop(); // tells
    else if (m_busy)
        fail(tr("logging in by %1 was cancelled").arg(nameWords()));
}

QString ExecPlugin::nameWords() const
{
    return u'“' + plainText(QFileInfo(m_spec.exec.command).fileName()) + u'”';
}

void ExecPlugin::begin()
{
    if (!m_busy || m_process || m_question)
        return;
    if (m_kept && !m_kept->isExpired())
        return tell(m_kept);
    const QString program = findPlugin(m_spec.exec.command, m_environment);
    if (program.isEmpty())
        return fail(tr("the login plugin %1 is not installed").arg(nameWords()),
                    m_spec.exec.installHint.isEmpty()
                        ? tr("Install it, so that it is found in PATH.")
                        : m_spec.exec.installHint);
    const ExecQuestion question = execQuestion(m_spec, program);
    if (m_consent->isAllowed(question.fingerprint))
        return run(program);
    const auto refuse = [this] {
        fail(tr("the login plugin %1 was not allowed to run").arg(nameWords()),
             tr("Connect again, and allow it if you know it."));
    };
    if (m_refused == question.fingerprint)
        return refuse();
    m_question = std::make_unique<QObject>();
    m_consent->ask(question, m_question.get(), [this, refuse, question](bool allowed) {
        m_question.release()->deleteLater(); // it may be what calls
        // A file may have come or gone in the meantime; begin() looks again.
        if (allowed && m_consent->isAllowed(question.fingerprint))
            return begin();
        m_refused = question.fingerprint;
        refuse();
    });
}

void ExecPlugin::run(const QString &program)
{
    QProcessEnvironment environment = m_environment;
    for (const Kubeconfig::Variable &variable : std::as_const(m_spec.exec.environment))
        environment.insert(variable.name, variable.value);
    environment.insert(QStringLiteral("KUBERNETES_EXEC_INFO"), QString::fromUtf8(execInfo(m_spec)));
    auto *process = new PluginProcess(m_limits, this);
    m_process = process;
    connect(process, &PluginProcess::ended, this,
            [this, process](PluginProcess::End how) { read(process, how); });
    process->start(program, m_spec.exec.arguments, environment);
}

void ExecPlugin::read(PluginProcess *process, PluginProcess::End how)
{
    m_process.clear();
    const QString said = lastLines(process->errors());
    const auto withErrors = [&](const QString &message) {
        return said.isEmpty() ? message : message + QLatin1String(": ") + said;
    };
    const SecretValue output = process->takeOutput();
    const QString problem = process->problem();
    const int exitCode = process->exitCode();
    process->retire();
    switch (how) {
    case PluginProcess::End::NotStarted:
        return fail(tr("the login plugin %1 cannot be started: %2").arg(nameWords(), problem),
                    m_spec.exec.installHint);
    case PluginProcess::End::Crashed:
        return fail(withErrors(tr("the login plugin %1 crashed").arg(nameWords())));
    case PluginProcess::End::TooLate:
        return fail(withErrors(tr("the login plugin %1 took longer than %2 s")
                                   .arg(nameWords())
                                   .arg(m_limits.time.count() / 1000)),
                    tr("Run its command in a terminal once; it may wait for an answer."));
    case PluginProcess::End::TooMuch:
        return fail(tr("the login plugin %1 wrote more than %2 KiB")
                        .arg(nameWords())
                        .arg(m_limits.output / 1024));
    case PluginProcess::End::Stopped:
        return fail(tr("logging in by %1 was cancelled").arg(nameWords()));
    case PluginProcess::End::Exited:
        break;
    }
    if (exitCode != 0)
        return fail(
            withErrors(
                tr("the login plugin %1 failed with exit code %2").arg(nameWords()).arg(exitCode)),
            tr("Run its command in a terminal, and log in there if it asks you to."));
    auto credential = readExecCredential(output, m_spec.exec.apiVersion, nameWords());
    if (!credential)
        return tell(tl::unexpected(credential.error()));
    keep(std::move(*credential));
}

void ExecPlugin::keep(ExecCredential credential)
{
    const bool changed = m_identity && !(m_identity == credential.identity);
    m_identity = credential.identity;
    m_kept = std::make_shared<const ExecCredential>(std::move(credential));
    if (changed)
        emit identityChanged();
    tell(m_kept);
}

void ExecPlugin::tell(const Result<ExecCredentialPtr> &result)
{
    m_busy = false; // one who is told may ask again
    for (const Waiter &waiter : std::exchange(m_waiters, {})) {
        if (waiter.context)
            waiter.done(result);
    }
}

void ExecPlugin::fail(const QString &message, const QString &remedy)
{
    tell(failure(message, m_spec.where, remedy));
}

} // namespace chartwright
