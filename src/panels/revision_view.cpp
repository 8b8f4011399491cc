// SPDX-License-Identifier: Apache-2.0
#include "panels/revision_view.h"

#include "cluster/plain_text.h"
#include "panels/changes_view.h"
#include "panels/text_view.h"
#include "panels/yaml_highlighter.h"

#include <QPlainTextEdit>
#include <QTreeWidget>

using namespace Qt::StringLiterals;

namespace chartwright {

RevisionView::RevisionView(QWidget *parent) : QTabWidget(parent)
{
    setObjectName(u"releases:tabs"_s);
    setDocumentMode(true);
    m_notes = addText("releases:notes", tr("&Notes"), tr("The chart says nothing about it."));
    m_notes->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_values = addText("releases:values", tr("&Values"), tr("All values are those of the chart."));
    m_manifest = addText("releases:manifest", tr("&Manifest"), tr("There are no objects."));
    for (QPlainTextEdit *text : {m_values, m_manifest})
        new YamlHighlighter(text->document(), text);
    m_objects = new QTreeWidget(this);
    m_objects->setObjectName(u"releases:objects"_s);
    m_objects->setAccessibleName(tr("Resources"));
    m_objects->setHeaderLabels({tr("Kind"), tr("Name"), tr("Namespace"), tr("API version")});
    m_objects->setRootIsDecorated(false);
    m_objects->setUniformRowHeights(true);
    m_objects->setFrameShape(QFrame::NoFrame);
    for (const auto &[column, width] : {std::pair(0, 150), std::pair(1, 220), std::pair(2, 140)})
        m_objects->setColumnWidth(column, width);
    addTab(m_objects, tr("R&esources"));
    m_changes = new ChangesView(this);
    addTab(m_changes, tr("&Changes"));
    m_output = newTextView("releases:output", tr("Tests"), this);
    addTab(m_output, tr("&Tests"));
    setTabVisible(indexOf(m_output), false);
}

QPlainTextEdit *RevisionView::addText(const char *name, const QString &title, const QString &empty)
{
    QPlainTextEdit *text = newTextView(name, QString(title).remove(u'&'), this);
    text->setPlaceholderText(empty);
    addTab(text, title);
    return text;
}

void RevisionView::setRevision(const ShownRevision &revision)
{
    m_notes->setPlainText(revision.notes);
    m_values->setPlainText(revision.values);
    m_manifest->setPlainText(revision.problem ? revision.problem->text() : revision.manifest);
    m_objects->clear();
    for (const ObjectRef &ref : revision.objects) {
        new QTreeWidgetItem(m_objects, {plainText(ref.kind), plainText(ref.name), plainText(ref.ns),
                                        plainText(ref.apiVersion)});
    }
    setEnabled(true);
}

void RevisionView::setState(const QString &text)
{
    for (QPlainTextEdit *one : {m_notes, m_values, m_manifest})
        one->setPlainText(text);
    m_objects->clear();
    m_changes->setState(text);
}

void RevisionView::setOutput(const QString &text)
{
    m_output->setPlainText(text);
    setTabVisible(indexOf(m_output), !text.isEmpty());
    if (!text.isEmpty())
        setCurrentWidget(m_output);
}

} // namespace chartwright
