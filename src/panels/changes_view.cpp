// SPDX-License-Identifier: Apache-2.0
#include "panels/changes_view.h"

#include "cluster/plain_text.h"
#include "panels/panel_style.h"
#include "panels/text_view.h"
#include "panels/yaml_highlighter.h"
#include "tree/yaml.h"

#include <QComboBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using State = ObjectDifference::State;
constexpr int ObjectRole = Qt::UserRole; ///< -1: the values

QString textOf(const Value &object)
{
    return object.isNull() ? QString() : plainText(QString::fromUtf8(writeYaml(object)));
}

QString wordFor(State state)
{
    return state == State::New    ? ChangesView::tr("new")
           : state == State::Gone ? ChangesView::tr("gone")
                                  : ChangesView::tr("changed");
}

} // namespace

ChangesView::ChangesView(QWidget *parent)
    : QWidget(parent), m_from(new QComboBox(this)), m_to(new QComboBox(this)),
      m_state(new QLabel(this)), m_list(new QTreeWidget(this)),
      m_before(newTextView("changes:before", tr("Before"), this)),
      m_after(newTextView("changes:after", tr("After"), this))
{
    m_from->setObjectName(u"changes:from"_s);
    m_to->setObjectName(u"changes:to"_s);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 6);
    bar->setSpacing(6);
    const auto label = [&](const QString &text, QComboBox *box) {
        auto *made = new QLabel(text, this);
        made->setBuddy(box);
        bar->addWidget(made);
        bar->addWidget(box);
        connect(box, &QComboBox::activated, this, [this] {
            emit chosen(m_from->currentData().toInt(), m_to->currentData().toInt());
        });
    };
    label(tr("From revision"), m_from);
    label(tr("to"), m_to);
    m_state->setObjectName(u"changes:state"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_state->setContentsMargins(8, 0, 0, 0);
    bar->addWidget(m_state, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(build(), 1);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ChangesView::showCurrent);
}

QWidget *ChangesView::build()
{
    m_list->setObjectName(u"changes:list"_s);
    m_list->setAccessibleName(tr("What differs"));
    m_list->setHeaderLabels({tr("What differs"), tr("How")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    for (QPlainTextEdit *text : {m_before, m_after}) {
        new YamlHighlighter(text->document(), text);
        splitter->addWidget(text);
    }
    splitter->setSizes({285, 240, 240});
    // What stands side by side moves together.
    for (QPlainTextEdit *from : {m_before, m_after}) {
        QPlainTextEdit *to = from == m_before ? m_after : m_before;
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, to->verticalScrollBar(),
                &QScrollBar::setValue);
    }
    return splitter;
}

void ChangesView::setRevisions(const QList<int> &revisions)
{
    for (QComboBox *box : {m_from, m_to}) {
        const int kept = box->currentData().toInt();
        box->clear();
        for (const int revision : revisions)
            box->addItem(QString::number(revision), revision);
        if (revisions.contains(kept))
            box->setCurrentIndex(box->findData(kept));
        box->setEnabled(revisions.size() > 1);
    }
}

void ChangesView::choose(int from, int to)
{
    m_from->setCurrentIndex(m_from->findData(from));
    m_to->setCurrentIndex(m_to->findData(to));
}

void ChangesView::setState(const QString &text)
{
    m_changes = {};
    m_list->clear();
    showCurrent();
    m_state->setText(text);
    m_state->setToolTip(style::toolTip(text));
}

void ChangesView::setChanges(const RevisionChanges &changes)
{
    const QTreeWidgetItem *shown = m_list->currentItem();
    const QString kept = shown ? shown->text(0) : QString();
    setState(changes.problem       ? changes.problem->text()
             : changes.isNothing() ? tr("Nothing differs.")
                                   : tr("%n object(s) differ.", nullptr, int(changes.changed())));
    m_changes = changes;
    const QSignalBlocker quiet(m_list);
    const auto row = [&](int object, const QString &name, const QString &word) {
        auto *item = new QTreeWidgetItem(m_list, {name, word});
        item->setData(0, ObjectRole, object);
        item->setToolTip(0, style::toolTip(name));
        if (name == kept)
            m_list->setCurrentItem(item);
    };
    if (changes.valuesBefore != changes.valuesAfter)
        row(-1, tr("Values"), tr("changed"));
    for (int i = 0; i < changes.objects.size(); ++i) {
        const ObjectDifference &d = changes.objects[i];
        if (d.state != State::Same)
            row(i, plainText(displayName(d.ref)), wordFor(d.state));
    }
    if (!m_list->currentItem())
        m_list->setCurrentItem(m_list->topLevelItem(0));
    showCurrent();
}

void ChangesView::showCurrent()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    const int object = item ? item->data(0, ObjectRole).toInt() : -1;
    QString before, after;
    if (object >= 0 && object < m_changes.objects.size()) {
        before = textOf(m_changes.objects[object].live);
        after = textOf(m_changes.objects[object].planned);
    } else if (item) {
        before = m_changes.valuesBefore;
        after = m_changes.valuesAfter;
    }
    m_before->setPlainText(before);
    m_after->setPlainText(after);
    markChanges(m_before, after);
    markChanges(m_after, before);
}

void ChangesView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_list->topLevelItemCount() > 0)
        // Marks have a colour, of a palette that the texts get only now.
        QMetaObject::invokeMethod(this, &ChangesView::showCurrent, Qt::QueuedConnection);
}

} // namespace chartwright
