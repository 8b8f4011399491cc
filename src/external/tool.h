// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "base/result.h"
#include "cluster/plugin_process.h"

#include <QPointer>
#include <functional>

/// Programs of others that write no secrets: found, asked for their version, run line by line.
/// Main thread.
namespace chartwright {

struct ToolProgram
{
    QString path;    ///< absolute
    QString version; ///< "1.38.1"
};

/// Why a run came to nothing.
struct ToolFailure
{
    enum class Kind { Failed, Stopped };
    Kind kind = Kind::Failed;
    Error error;
    int exitCode = 0;
    QString id;     ///< by which the program names what went wrong; may be empty
    QString errors; ///< the end of what it wrote to standard error
};
template <class T> using ToolResult = tl::expected<T, ToolFailure>;

/// Where a program is: `given`, a path or a name, if it is not empty, else `name` on PATH.
/// `remedy`: what to do where it is nowhere.
Result<QString> findTool(const QString &name, const QString &given, const QString &remedy);

/// Runs `path` with arguments that let it print its version; the first "1.2.3" of its output, which
/// may have a 'v' before and go on. Empty where it says none. Calls back once, later, unless
/// `context` has gone.
void askVersion(const QString &path, const QStringList &arguments, QObject *context,
                std::function<void(const QString &version)> done);

/// One run. Is told to end with its parent, and what it started ends with it: nobody waits for
/// that but the end of this program.
class ToolRun : public QObject
{
    Q_OBJECT
public:
    /// `done` is called once, unless the run goes before.
    using Done = std::function<void(const ToolResult<QByteArray> &output)>;

    ToolRun(const QString &name, QObject *parent);
    ~ToolRun() override;

    /// `time`: after which it is stopped; 0: never.
    void start(const QString &path, const QStringList &arguments,
               const QProcessEnvironment &environment, std::chrono::milliseconds time,
               const Done &done);
    void stop();

signals:
    /// Plain, without its end; of both streams, as they come.
    void line(const QString &text, bool isError);

private:
    void takeLines(QByteArray &rest, const QByteArray &bytes, bool isError);
    ToolFailure failureOf(PluginProcess::End end) const;

    QString m_name;
    QPointer<PluginProcess> m_process;
    QByteArray m_out, m_err; ///< lines that have not ended
};

} // namespace chartwright
