// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTimer;
class QToolButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace chartwright {

class FindBar;
class PreviewJob;
class YamlHighlighter;
struct PreviewItem;
struct PreviewResult;

/// What the drawing becomes: the chart's files, or the manifests that a cluster gets. Follows every
/// edit a moment later; computed on a worker from a snapshot, the last one wins. Does nothing while
/// it is hidden. Lines that an edit changed, or with override values those that are otherwise
/// without them, are marked and scrolled to; the manifest of a resource that becomes selected is
/// shown. Object names: "preview:files" (the list), "preview:text", "preview:files:mode",
/// "preview:manifests:mode", "preview:release", "preview:set", "preview:selectionOnly",
/// "preview:copy", "preview:message". Main thread only.
class PreviewPanel : public QWidget
{
    Q_OBJECT
public:
    PreviewPanel(Document *document, Selection *selection, QWidget *parent = nullptr);
    ~PreviewPanel() override;

    enum class Mode { Files, Manifests };
    Mode mode() const;
    void setMode(Mode mode);
    /// What is shown: the path of a chart file, or "Deployment/todo-backend".
    QString currentItem() const;

public slots:
    void find();

signals:
    /// A preview of the drawing as it is now is shown (or why there is none).
    void updated();

protected:
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildBar();
    void buildViews();
    void schedule();
    void start();
    void take(const PreviewResult &result);
    void showList();
    void showText();
    void highlight();
    void showChange(const QString &before, const QString &now);
    PreviewItem itemOf(const QTreeWidgetItem *row) const;
    bool isChanged(const PreviewItem &item) const;
    QTreeWidgetItem *itemOfSelection() const;
    void followSelection();
    void fillReleases();
    void setMessage(const QString &text, bool isError);

    Document *m_document;
    Selection *m_selection;
    PreviewJob *m_job;
    QTimer *m_delay;
    QToolButton *m_files, *m_manifests, *m_selectionOnly, *m_copy;
    QComboBox *m_release;
    QLineEdit *m_set;
    QTreeWidget *m_list;
    QPlainTextEdit *m_text;
    QLabel *m_message;
    FindBar *m_findBar;
    YamlHighlighter *m_highlighter;
    std::unique_ptr<PreviewResult> m_result;
    QHash<QString, QByteArray> m_before; ///< what texts are compared with, by item
    QString m_shown;
    bool m_stale = true;
};

} // namespace chartwright
