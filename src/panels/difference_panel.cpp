// SPDX-License-Identifier: Apache-2.0
#include "panels/difference_panel.h"

#include "model/kind_spec.h"
#include "panels/panel_style.h"
#include "panels/text_view.h"
#include "panels/yaml_highlighter.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {

DifferencePanel::DifferencePanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection),
      m_target(new QToolButton(this)), m_compare(new QPushButton(tr("&Compare"), this)),
      m_apply(new QPushButton(tr("&Apply…"), this)), m_cancel(new QPushButton(tr("Cancel"), this)),
      m_progress(new QLabel(this)), m_message(new QLabel(this)), m_owner(new QLabel(this)),
      m_decision(new QWidget(this)), m_list(new QTreeWidget(this))
{
    setObjectName(u"difference"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildBar();
    buildBody();
    setTarget({}, false);
    setRunning({});
    clear();
    connect(selection, &Selection::changed, this, &DifferencePanel::followSelection);
    connect(document, &Document::replaced, this, &DifferencePanel::clear);
}

DifferencePanel::~DifferencePanel() = default;

void DifferencePanel::buildBar()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 4);
    bar->setSpacing(6);
    m_target->setObjectName(u"difference:target"_s);
    m_target->setToolTip(tr("Choose the cluster, the namespace and the release"));
    m_target->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_progress->setObjectName(u"difference:progress"_s);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setForegroundRole(QPalette::PlaceholderText);
    m_progress->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_cancel->setObjectName(u"difference:cancel"_s);
    m_compare->setObjectName(u"difference:compare"_s);
    m_compare->setToolTip(tr("Ask the cluster what applying would change. Nothing is changed."));
    m_apply->setObjectName(u"difference:apply"_s);
    m_apply->setToolTip(tr("Bring the drawing to the cluster, after a look at what changes"));
    bar->addWidget(m_target);
    bar->addWidget(m_progress, 1);
    bar->addWidget(m_cancel);
    bar->addWidget(m_compare);
    bar->addWidget(m_apply);
    static_cast<QVBoxLayout *>(layout())->addLayout(bar);
    m_message->setObjectName(u"difference:message"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setContentsMargins(12, 2, 12, 6);
    m_message->hide();
    layout()->addWidget(m_message);
    connect(m_target, &QToolButton::clicked, this, &DifferencePanel::targetRequested);
    connect(m_compare, &QPushButton::clicked, this, &DifferencePanel::compareRequested);
    connect(m_apply, &QPushButton::clicked, this, &DifferencePanel::applyRequested);
    connect(m_cancel, &QPushButton::clicked, this, &DifferencePanel::cancelRequested);
}

QWidget *DifferencePanel::buildSide(QPlainTextEdit *&text, const char *name, const QString &title)
{
    auto *side = new QWidget;
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *label = new QLabel(title);
    label->setContentsMargins(6, 2, 6, 2);
    label->setForegroundRole(QPalette::PlaceholderText);
    text = newTextView(name, title);
    new YamlHighlighter(text->document(), text);
    column->addWidget(label);
    column->addWidget(text, 1);
    return side;
}

void DifferencePanel::buildBody()
{
    m_list->setObjectName(u"difference:list"_s);
    m_list->setAccessibleName(tr("Differences"));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformRowHeights(true);
    m_list->setIndentation(16);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->header()->setStretchLastSection(true);
    m_list->setColumnCount(3);
    m_list->viewport()->installEventFilter(this);
    connect(m_list->header(), &QHeaderView::sectionResized, this,
            [this](int section) { m_hasOwnWidths |= !m_isFitting && section < 2; });

    auto *row = new QHBoxLayout(m_decision);
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(6);
    m_owner->setTextFormat(Qt::PlainText);
    m_owner->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_owner->setWordWrap(true);
    row->addWidget(m_owner, 1);
    const auto button = [&](const char *name, const QString &text, const QString &help, auto act) {
        auto *b = new QPushButton(text, m_decision);
        b->setObjectName(QLatin1String(name));
        b->setToolTip(help);
        row->addWidget(b);
        connect(b, &QPushButton::clicked, this, act);
        return b;
    };
    m_take = button("difference:take", tr("&Take"), tr("Applying sets it to what is drawn"),
                    [this] { decide(Decision::Take); });
    m_keep = button("difference:keep", tr("&Keep"), tr("Applying leaves it to whoever owns it"),
                    [this] { decide(Decision::Keep); });
    button("difference:adopt", tr("A&dopt"), tr("Draw what the cluster has"), [this] { adopt(); });

    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_list, 1);
    column->addWidget(m_decision);
    m_decision->hide();
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    m_appliedSide = buildSide(m_applied, "difference:applied", tr("Applied last"));
    splitter->addWidget(m_appliedSide);
    m_liveSide = buildSide(m_live, "difference:live", tr("In the cluster"));
    m_drawnSide = buildSide(m_drawn, "difference:drawn", tr("After applying"));
    m_liveTitle = m_liveSide->findChild<QLabel *>();
    m_drawnTitle = m_drawnSide->findChild<QLabel *>();
    splitter->addWidget(m_liveSide);
    splitter->addWidget(m_drawnSide);
    splitter->setSizes({560, 220, 240, 240});
    static_cast<QVBoxLayout *>(layout())->addWidget(splitter, 1);
    m_appliedSide->hide();
    showSides(true);
    // What stands side by side moves together.
    for (QPlainTextEdit *from : {m_live, m_drawn}) {
        QPlainTextEdit *to = from == m_live ? m_drawn : m_live;
        connect(from->verticalScrollBar(), &QScrollBar::valueChanged, to->verticalScrollBar(),
                &QScrollBar::setValue);
    }
    connect(m_list, &QTreeWidget::currentItemChanged, this, &DifferencePanel::showCurrent);
}

void DifferencePanel::setTarget(const QString &title, bool isProduction)
{
    m_target->setText(title.isEmpty() ? tr("Choose a Cluster…")
                                      : QString(title).replace(u'&', QLatin1String("&&")));
    m_target->setIcon(isProduction ? style::severityIcon(Severity::Error, palette()) : QIcon());
    m_compare->setEnabled(!title.isEmpty());
    m_apply->setEnabled(!title.isEmpty());
}

void DifferencePanel::setMessage(const QString &text, bool isError)
{
    m_isError = isError;
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    QPalette p = palette();
    p.setColor(QPalette::WindowText,
               isError ? style::severityColour(Severity::Error, p) : style::muted(p));
    m_message->setPalette(p);
}

void DifferencePanel::setRunning(const QString &text)
{
    m_progress->setText(text);
    m_cancel->setVisible(!text.isEmpty());
    m_compare->setVisible(text.isEmpty());
    m_apply->setVisible(text.isEmpty());
    m_target->setEnabled(text.isEmpty());
}

void DifferencePanel::clear()
{
    m_decisions.clear();
    setDifferences({});
    setMessage(tr("Compare asks the cluster what applying would change, and changes nothing."),
               false);
}

/// An apply has no two sides: its list gets all of the room.
void DifferencePanel::showSides(bool on)
{
    m_list->setHeaderLabels(
        {tr("Object"), on ? tr("Difference") : tr("Outcome"), on ? tr("By") : tr("Remarks")});
    m_liveSide->setVisible(on);
    m_drawnSide->setVisible(on);
}

void DifferencePanel::setDifferences(const QList<ObjectDifference> &differences, By by)
{
    m_differences = differences;
    m_by = by;
    m_isRollback = false;
    m_apply->setVisible(m_cancel->isHidden());
    setSideTitles(tr("In the cluster"),
                  by == By::Helm ? tr("After deploying") : tr("After applying"));
    for (QPushButton *button : {m_take, m_keep})
        button->setVisible(by != By::Helm);
    showSides(true);
    m_stepRows.clear();
    showList();
}

void DifferencePanel::showRollback(const QList<ObjectDifference> &differences, int from, int to)
{
    setDifferences({});
    m_isRollback = true;
    m_apply->hide(); // it applies the drawing, which is something else
    m_differences = differences;
    setSideTitles(tr("Revision %1").arg(from), tr("Revision %1").arg(to));
    showList();
}

void DifferencePanel::setSideTitles(const QString &live, const QString &drawn)
{
    m_liveTitle->setText(live);
    m_drawnTitle->setText(drawn);
    m_live->setAccessibleName(live);
    m_drawn->setAccessibleName(drawn);
}

void DifferencePanel::followSelection()
{
    if (m_isShowing || m_selection->ids().size() != 1)
        return;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        const int object = rowOf(item).object;
        if (object >= 0 && m_differences[object].resource == m_selection->ids().constFirst()) {
            if (rowOf(m_list->currentItem()).object != object)
                m_list->setCurrentItem(item);
            return;
        }
    }
}

/// Columns share the room until a person has set them.
bool DifferencePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && !m_hasOwnWidths) {
        const int room = m_list->viewport()->width();
        m_isFitting = true;
        m_list->setColumnWidth(0, std::clamp(room * 9 / 20, 150, 280));
        m_list->setColumnWidth(1, std::clamp(room / 4, 90, 150));
        m_isFitting = false;
    }
    return QWidget::eventFilter(watched, event);
}

void DifferencePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        setMessage(m_message->text(), m_isError);
        if (m_stepRows.isEmpty())
            showList();
    }
}

} // namespace chartwright
