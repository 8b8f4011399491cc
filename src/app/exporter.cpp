// SPDX-License-Identifier: Apache-2.0
#include "app/exporter.h"

#include "app/background.h"
#include "app/file_dialog.h"
#include "app/log.h"
#include "app/message_box.h"
#include "chart/chart_files.h"

#include <QDir>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

QString nameOf(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr r = topology.find(id);
    return r ? r->name : QString();
}

} // namespace

Exporter::Exporter(Document *document, Selection *selection, ProjectSession *session,
                   Settings *settings, QWidget *window)
    : QObject(window), m_document(document), m_selection(selection), m_session(session),
      m_settings(settings), m_window(window)
{
}

bool Exporter::exportChart()
{
    if (!mayExport())
        return false;
    // The drawing goes with the chart that is made of it.
    if ((m_document->filePath().isEmpty() || m_document->isModified()) &&
        !m_session->saveForExport())
        return false;
    return exportInto(m_document->projectFolder());
}

bool Exporter::exportTo()
{
    if (!mayExport())
        return false;
    const QString folder = FileDialog::newFolder(m_window, m_settings, tr("Export Chart"),
                                                 tr("Export"), m_document->title());
    return !folder.isEmpty() && exportInto(folder);
}

bool Exporter::exportArchive()
{
    if (!mayExport())
        return false;
    const QString file =
        FileDialog::saveArchive(m_window, m_settings, archiveName(m_document->topology()));
    if (file.isEmpty())
        return false;
    const Topology snapshot = m_document->topology();
    const Result<QString> written = resultInBackground(
        m_window, tr("Exporting"), [&] { return chartwright::exportArchive(snapshot, file); });
    if (!written) {
        MessageBox::showError(m_window, tr("The archive was not written."), written.error());
        return false;
    }
    m_document->fixValuesKeys();
    emit exported(*written, tr("Exported to %1").arg(QDir::toNativeSeparators(*written)));
    return true;
}

bool Exporter::mayExport()
{
    m_session->takePending();
    return m_session->isOpen() && !refuse() &&
           mayGoOn(tr("The chart can be written, but it will not work as it stands."),
                   {u"export"_s, tr("Export Anyway"), QMessageBox::AcceptRole});
}

bool Exporter::mayGoOn(const QString &consequence, const MessageBox::Choice &goOn)
{
    const Topology snapshot = m_document->topology();
    const QList<Finding> findings =
        m_document->isChecking()
            ? resultInBackground(
                  m_window, tr("Checking"),
                  [&] { return CheckEngine::check(snapshot, TargetFacts::of(snapshot)); })
            : m_document->findings();
    QStringList errors;
    for (const Finding &f : findings) {
        if (f.severity == Severity::Error && f.isOpen())
            errors << u"%1: %2"_s.arg(nameOf(snapshot, f.resource), f.message);
    }
    if (errors.isEmpty())
        return true;
    const QString answer =
        MessageBox::ask(m_window, {QMessageBox::Warning,
                                   tr("The drawing has %n error(s).", nullptr, int(errors.size())),
                                   consequence,
                                   errors,
                                   {{u"show"_s, tr("Show Problems"), QMessageBox::ActionRole},
                                    goOn,
                                    {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
    if (answer == u"show"_s)
        emit problemsRequested();
    return answer == goOn.id;
}

bool Exporter::refuse()
{
    const QList<Refusal> found = refusals(m_document->topology());
    if (found.isEmpty())
        return false;
    QStringList list;
    for (const Refusal &r : found)
        list << r.error.text();
    const QString answer =
        MessageBox::ask(m_window, {QMessageBox::Warning,
                                   tr("The chart cannot be written yet."),
                                   tr("Mend this first; nothing was written."),
                                   list,
                                   {{u"show"_s, tr("Show"), QMessageBox::AcceptRole},
                                    {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
    if (answer == u"show"_s)
        m_selection->reveal(found.first().resource, found.first().path);
    return true;
}

bool Exporter::exportInto(const QString &folder)
{
    const Topology snapshot = m_document->topology();
    std::optional<Result<ExportReport>> result;
    bool steppedBack = false;
    ExportOptions options;
    options.projectFolder = m_document->projectFolder();
    options.filesFrom = m_session->filesFrom();
    options.mayReplace = [&](const QStringList &files) {
        std::optional<QStringList> replace;
        QMetaObject::invokeMethod(
            this, [&] { replace = askToReplace(files); }, Qt::BlockingQueuedConnection);
        steppedBack = !replace;
        return replace;
    };
    runInBackground(m_window, tr("Exporting"), true, [&](Progress &progress) {
        options.progress = [&](int done, int total) { return progress.set(done, total); };
        result = chartwright::exportChart(snapshot, folder, options);
        steppedBack = steppedBack || progress.isCancelled();
    });
    if (!*result) {
        if (!steppedBack)
            MessageBox::showError(m_window, tr("The chart was not exported."), result->error());
        return false;
    }
    m_document->fixValuesKeys();
    report(**result);
    return true;
}

std::optional<QStringList> Exporter::askToReplace(const QStringList &files)
{
    const QString answer = MessageBox::ask(
        m_window,
        {QMessageBox::Question,
         tr("%n file(s) were made or changed by somebody else.", nullptr, int(files.size())),
         tr("Replace them with those of the drawing, or keep them as they are?"),
         files,
         {{u"keep"_s, tr("Keep"), QMessageBox::AcceptRole},
          {u"replace"_s, tr("Replace"), QMessageBox::DestructiveRole},
          {u"cancel"_s, tr("Cancel"), QMessageBox::RejectRole}}});
    if (answer == u"replace"_s)
        return files;
    if (answer == u"keep"_s)
        return QStringList();
    return std::nullopt;
}

void Exporter::report(const ExportReport &report)
{
    qCInfo(appLog) << "exported" << report.written.size() << "files," << report.unchanged.size()
                   << "were as they should be," << report.removed.size() << "removed,"
                   << report.kept.size() << "kept";
    const QString folder = QDir::toNativeSeparators(report.folder);
    QStringList parts{
        report.written.isEmpty() && report.removed.isEmpty()
            ? tr("The chart in %1 was as it should be already.").arg(folder)
            : tr("Exported to %1: %n file(s) written.", nullptr, int(report.written.size()))
                  .arg(folder)};
    if (!report.kept.isEmpty())
        parts << tr("Kept as they are: %1.").arg(report.kept.join(u", "_s));
    parts += report.notes;
    emit exported(report.folder, parts.join(u' '));
}

} // namespace chartwright
