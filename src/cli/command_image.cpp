// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/source.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryFile>

namespace chartwright::cli {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Cli", text); }

int draw(const QCommandLineParser &parser, Console &console)
{
    const QStringList arguments = parser.positionalArguments();
    const QString suffix = QFileInfo(arguments[1]).suffix().toLower();
    if (suffix != u"svg" && suffix != u"png") {
        return console.failUsage(
            tr("a picture ends in .svg or .png, not as \"%1\" does").arg(arguments[1]),
            QStringLiteral("image"));
    }
    const auto source = openSource(arguments[0], console);
    if (!source)
        return console.fail(source.error());

    QTemporaryFile copy;
    QString project = source->project.path;
    if (project.isEmpty()) { // from standard input, which the other program cannot read again
        if (!copy.open() || copy.write(source->bytes) != source->bytes.size() || !copy.flush())
            return console.fail({tr("a temporary file cannot be written"), copy.fileName(), {}});
        project = copy.fileName();
    }
    // A program of its own, so that all the others run without the libraries of a display.
    const QString program =
        QCoreApplication::applicationDirPath() + QLatin1String("/chartwright-picture");
    QProcess process;
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    // Its standard error is for the reason of a failure, not for what Qt remarks on the way.
    environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*=false"));
    process.setProcessEnvironment(environment);
    const QString file = QFileInfo(arguments[1]).absoluteFilePath();
    process.start(program, {project, file});
    if (!process.waitForStarted()) {
        return console.fail(
            {tr("the program that draws pictures does not start: %1").arg(process.errorString()),
             program, tr("Install Chartwright whole, or build it with its window.")});
    }
    process.closeWriteChannel();
    process.waitForFinished(-1);
    if (process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        // As Error::text() gives it: the place, the reason, and what to do in the next line.
        const QString text = QString::fromUtf8(process.readAllStandardError()).trimmed();
        QString reason = text.section(u'\n', 0, 0);
        if (reason.startsWith(file + QLatin1String(": ")))
            reason.remove(0, file.size() + 2);
        if (reason.isEmpty())
            reason = process.errorString();
        return console.fail({tr("the picture cannot be drawn: %1").arg(reason), arguments[1],
                             text.section(u'\n', 1)});
    }
    return Clean;
}

} // namespace

Command imageCommand()
{
    return {QStringLiteral("image"),
            QStringLiteral("PROJECT FILE"),
            tr("Draws the canvas into FILE.svg or FILE.png."),
            {},
            {},
            draw};
}

} // namespace chartwright::cli
