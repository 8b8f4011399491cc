// SPDX-License-Identifier: Apache-2.0
#include "external/tool.h"

#include "cluster/exec_plugin.h"
#include "cluster/plain_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

using namespace std::chrono_literals;

namespace chartwright {

Result<QString> findTool(const QString &name, const QString &given, const QString &remedy)
{
    const QString found =
        findPlugin(given.isEmpty() ? name : given, QProcessEnvironment::systemEnvironment());
    if (!found.isEmpty())
        return found;
    if (!given.isEmpty())
        return failure(
            ToolRun::tr("%1 is no program").arg(given), {},
            ToolRun::tr("Name the program %1, or nothing, to take the one on PATH.").arg(name));
    return failure(ToolRun::tr("There is no program %1 on PATH").arg(name), {}, remedy);
}

void askVersion(const QString &path, const QStringList &arguments, QObject *context,
                std::function<void(const QString &)> done)
{
    ProcessLimits limits;
    limits.time = 20s;
    auto *process = new PluginProcess(limits, context);
    QObject::connect(process, &PluginProcess::ended, context,
                     [process, done = std::move(done)](PluginProcess::End end) {
                         const SecretValue output = process->takeOutput();
                         process->retire();
                         static const QRegularExpression form(
                             QStringLiteral("(?:^|[\\sv])([0-9]+\\.[0-9]+[-.0-9A-Za-z]*)"));
                         const auto match = form.match(QString::fromUtf8(output.view()));
                         const bool isGood =
                             end == PluginProcess::End::Exited && process->exitCode() == 0;
                         done(isGood ? match.captured(1) : QString());
                     });
    process->start(path, arguments, QProcessEnvironment::systemEnvironment());
}

ToolRun::ToolRun(const QString &name, QObject *parent) : QObject(parent), m_name(name) {}

ToolRun::~ToolRun()
{
    if (m_process)
        m_process->letGo();
}

void ToolRun::start(const QString &path, const QStringList &arguments,
                    const QProcessEnvironment &environment, std::chrono::milliseconds time,
                    const Done &done)
{
    ProcessLimits limits;
    limits.time = time;
    limits.grace = limits.farewell = 10s; // it may have a machine half made
    limits.output = 32ll * 1024 * 1024;
    m_process = new PluginProcess(limits, this);
    connect(m_process, &PluginProcess::wrote, this, [this](const QByteArray &bytes, bool isError) {
        takeLines(isError ? m_err : m_out, bytes, isError);
    });
    connect(m_process, &PluginProcess::ended, this, [this, done](PluginProcess::End end) {
        takeLines(m_out, m_out.isEmpty() ? QByteArray() : "\n", false);
        takeLines(m_err, m_err.isEmpty() ? QByteArray() : "\n", true);
        if (end == PluginProcess::End::Exited && m_process->exitCode() == 0)
            done(m_process->takeOutput().view().toByteArray());
        else
            done(tl::unexpected(failureOf(end)));
    });
    m_process->start(path, arguments, environment);
}

void ToolRun::stop()
{
    if (m_process)
        m_process->stop();
}

void ToolRun::takeLines(QByteArray &rest, const QByteArray &bytes, bool isError)
{
    rest.append(bytes.constData(), bytes.size()); // not shared: they are wiped
    for (qsizetype end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
        // A progress bar draws itself anew after a carriage return.
        const QByteArray whole = rest.left(end).trimmed();
        rest.remove(0, end + 1);
        emit line(plainText(QString::fromUtf8(whole.mid(whole.lastIndexOf('\r') + 1))), isError);
    }
}

ToolFailure ToolRun::failureOf(PluginProcess::End end) const
{
    ToolFailure out;
    out.exitCode = m_process->exitCode();
    out.errors = lastLines(m_process->errors(), 40, 4000);
    switch (end) {
    case PluginProcess::End::Stopped:
        out.kind = ToolFailure::Kind::Stopped;
        out.error.message = tr("%1 was stopped").arg(m_name);
        break;
    case PluginProcess::End::TooLate:
        out.error = {tr("%1 did not come to an end").arg(m_name), {}, tr("Try again.")};
        break;
    case PluginProcess::End::TooMuch:
        out.error.message = tr("%1 printed more than is read of it").arg(m_name);
        break;
    case PluginProcess::End::NotStarted:
        out.error.message = tr("%1 did not start: %2").arg(m_name, m_process->problem());
        break;
    case PluginProcess::End::Crashed:
        out.error = {tr("%1 crashed").arg(m_name), {}, tr("Try again.")};
        break;
    case PluginProcess::End::Exited: {
        const QString said = lastLines(m_process->errors(), 3).simplified();
        out.error.message =
            said.isEmpty()
                ? tr("%1 failed with exit code %2").arg(m_name, QString::number(out.exitCode))
                : said;
        break;
    }
    }
    return out;
}

} // namespace chartwright
