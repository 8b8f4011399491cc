// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/message_box.h"
#include "app/project_session.h"
#include "document/selection.h"
#include "project/export.h"

namespace chartwright {

/// Writes the chart: what cannot be rendered is refused, other errors are shown and the person may
/// go on. Main thread only.
class Exporter : public QObject
{
    Q_OBJECT
public:
    Exporter(Document *document, Selection *selection, ProjectSession *session, Settings *settings,
             QWidget *window);

    // False: the person stepped back, or it failed and that has been said.
    bool exportChart(); ///< into the project's folder, which an untitled one is given first
    bool exportTo();
    bool exportArchive();
    /// Where the drawing has errors, asks; `consequence`: of going on all the same.
    bool mayGoOn(const QString &consequence, const MessageBox::Choice &goOn);

signals:
    /// `path`: a folder, or an archive.
    void exported(const QString &path, const QString &text);
    void problemsRequested();

private:
    bool mayExport();
    bool refuse();
    bool exportInto(const QString &folder);
    std::optional<QStringList> askToReplace(const QStringList &files);
    void report(const ExportReport &report);

    Document *m_document;
    Selection *m_selection;
    ProjectSession *m_session;
    Settings *m_settings;
    QWidget *m_window;
};

} // namespace chartwright
