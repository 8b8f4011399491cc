// SPDX-License-Identifier: Apache-2.0
#include "panels/revision_view.h"

#include "cluster/plain_text.h"
#include "panels/changes_view.h"
#include "panels/panel_style.h"
#include "panels/pods_model.h"
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
    m_objects->setHeaderLabels(
        {tr("Kind"), tr("Name"), tr("Namespace"), tr("State"), tr("API version")});
    m_objects->setRootIsDecorated(false);
    m_objects->setUniformRowHeights(true);
    m_objects->setFrameShape(QFrame::NoFrame);
    const QList<int> widths{110, 150, 130, 210, 130};
    for (int i = 0; i < widths.size(); ++i)
        m_objects->setColumnWidth(i, widths[i]);
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
        new QTreeWidgetItem(m_objects, {plainText(ref.kind),
                                        plainText(ref.name),
                                        plainText(ref.ns),
                                        {},
                                        plainText(ref.apiVersion)});
    }
    m_refs = revision.objects;
    showStates();
}

void RevisionView::setStates(const QHash<ObjectRef, LiveState> &states)
{
    if (std::exchange(m_states, states) != states)
        showStates();
}

void RevisionView::showStates()
{
    for (int i = 0; i < m_refs.size(); ++i) {
        ObjectRef ref = m_refs[i];
        ref.apiVersion.clear();
        const auto state = m_states.constFind(ref);
        const bool isKnown = state != m_states.cend();
        QTreeWidgetItem *row = m_objects->topLevelItem(i);
        row->setText(3, isKnown ? state->word : QString());
        row->setIcon(3, isKnown ? healthIcon(state->health) : QIcon());
        row->setToolTip(3, style::toolTip(!isKnown                   ? QString()
                                          : state->message.isEmpty() ? state->word
                                                                     : state->message));
    }
}

void RevisionView::setState(const QString &text)
{
    for (QPlainTextEdit *one : {m_notes, m_values, m_manifest})
        one->setPlainText(text);
    m_objects->clear();
    m_refs.clear();
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
