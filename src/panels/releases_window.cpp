// SPDX-License-Identifier: Apache-2.0
#include "panels/releases_window.h"

#include "panels/changes_view.h"
#include "panels/panel_style.h"
#include "panels/revision_view.h"

#include <QCheckBox>
#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

QTreeWidget *newList(const char *name, const QString &title, const QStringList &columns,
                     const QList<int> &widths)
{
    auto *list = new QTreeWidget;
    list->setObjectName(QLatin1String(name));
    list->setAccessibleName(title);
    list->setHeaderLabels(columns);
    list->setRootIsDecorated(false);
    list->setUniformRowHeights(true);
    list->setAllColumnsShowFocus(true);
    list->setFrameShape(QFrame::NoFrame);
    list->setTextElideMode(Qt::ElideMiddle);
    for (int i = 0; i < widths.size(); ++i)
        list->setColumnWidth(i, widths[i]);
    return list;
}

QLabel *newWords(const char *name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton *newButton(const char *name, const QString &text, const QString &help, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(QLatin1String(name));
    button->setToolTip(help);
    return button;
}

} // namespace

ReleasesWindow::ReleasesWindow(QWidget *parent)
    : ToolWindow(parent), m_place(new QLabel(this)), m_state(newWords("releases:state", this)),
      m_pendingText(newWords("releases:pending", this)),
      m_description(newWords("releases:description", this)),
      m_message(newWords("releases:message", this)),
      m_all(new QCheckBox(tr("&All namespaces"), this)),
      m_refresh(newButton("releases:refresh", tr("&Refresh"), tr("Ask Helm once more"), this)),
      m_cancel(newButton("releases:cancel", tr("Cancel"), {}, this)),
      m_mend(newButton("releases:mend", {}, tr("The way out"), this)),
      m_rollback(newButton("releases:rollback", tr("Roll &Back to This Revision…"), {}, this)),
      m_preview(newButton("releases:preview", tr("&Show on Canvas"),
                          tr("Show on the nodes what rolling back to this revision would change"),
                          this)),
      m_test(newButton("releases:test", tr("Run Tests"), tr("Run the tests of its chart"), this)),
      m_uninstall(newButton("releases:uninstall", tr("&Uninstall…"),
                            tr("Take all of the release out of the cluster"), this)),
      m_adopt(newButton("releases:adopt", tr("A&dopt…"), tr("Draw it as a release of this drawing"),
                        this)),
      m_top(new QStackedWidget(this)), m_pending(new QWidget(this)), m_below(nullptr),
      m_revision(new RevisionView(this))
{
    setObjectName(u"releasesWindow"_s);
    setWindowTitle(tr("Releases"));
    resize(1200, 740);
    m_list = newList(
        "releases:list", tr("Releases"),
        {tr("Release"), tr("Namespace"), tr("Chart"), tr("Revision"), tr("Status"), tr("Changed")},
        {220, 150, 170, 70, 150, 150});
    m_historyList =
        newList("releases:history", tr("Revisions"),
                {tr("Revision"), tr("Status"), tr("Time"), tr("Chart"), tr("Description")},
                {62, 130, 80, 106, 160});
    m_historyList->setTextElideMode(Qt::ElideRight);
    m_historyList->header()->moveSection(3, 4); // which chart it was is mostly the same
    auto *splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(buildList());
    splitter->addWidget(buildHistory());
    splitter->setSizes({190, 470});
    splitter->setStretchFactor(1, 1);
    m_message->setContentsMargins(12, 4, 12, 8);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(buildBar());
    layout->addWidget(splitter, 1);
    layout->addWidget(m_message);
    connect(m_list, &QTreeWidget::currentItemChanged, this, [this] {
        dropMessage();
        choose();
    });
    connect(m_historyList, &QTreeWidget::currentItemChanged, this, [this] {
        dropMessage();
        showDescription();
        updateButtons();
        if (currentRevision() > 0)
            emit revisionChosen(currentRevision());
    });
    setState({}, false);
    setRunning({});
    setMessage({}, false);
}

ReleasesWindow::~ReleasesWindow() = default;

QLayout *ReleasesWindow::buildBar()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 8, 8);
    bar->setSpacing(8);
    m_place->setObjectName(u"releases:place"_s);
    m_place->setTextFormat(Qt::PlainText);
    QFont bold = m_place->font();
    bold.setWeight(QFont::DemiBold);
    m_place->setFont(bold);
    m_all->setObjectName(u"releases:all"_s);
    bar->addWidget(m_place);
    bar->addSpacing(8);
    bar->addWidget(m_all);
    bar->addStretch(1);
    bar->addWidget(m_refresh);
    const auto refresh = [this] {
        dropMessage();
        emit refreshRequested();
    };
    connect(m_all, &QCheckBox::toggled, this, refresh);
    connect(m_refresh, &QPushButton::clicked, this, refresh);
    return bar;
}

QWidget *ReleasesWindow::buildList()
{
    m_state->setAlignment(Qt::AlignCenter);
    m_state->setMargin(24);
    m_top->addWidget(m_list);
    m_top->addWidget(m_state);
    m_top->setMinimumHeight(90);
    return m_top;
}

QWidget *ReleasesWindow::buildHistory()
{
    auto *banner = new QHBoxLayout(m_pending);
    banner->setContentsMargins(12, 6, 8, 6);
    banner->setSpacing(8);
    banner->addWidget(m_pendingText, 1);
    banner->addWidget(m_mend);
    m_pending->hide();
    connect(m_mend, &QPushButton::clicked, this, [this] {
        if (m_way > 0)
            emit rollbackRequested(m_way);
        else
            emit uninstallRequested();
    });
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    auto *left = new QWidget;
    auto *history = new QVBoxLayout(left);
    history->setContentsMargins(0, 0, 0, 0);
    history->setSpacing(0);
    history->addWidget(m_historyList, 1);
    m_description->setContentsMargins(12, 6, 8, 6);
    m_description->hide();
    history->addWidget(m_description);
    splitter->addWidget(left);
    splitter->addWidget(m_revision);
    splitter->setSizes({520, 680});
    splitter->setStretchFactor(1, 1);
    m_below = new QWidget;
    auto *column = new QVBoxLayout(m_below);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_pending);
    column->addWidget(splitter, 1);
    column->addLayout(buildButtons());
    return m_below;
}

QLayout *ReleasesWindow::buildButtons()
{
    auto *row = new QHBoxLayout;
    row->setContentsMargins(8, 8, 8, 4);
    row->setSpacing(8);
    row->addWidget(m_rollback);
    row->addWidget(m_preview);
    row->addStretch(1);
    row->addWidget(m_cancel);
    row->addWidget(m_test);
    row->addWidget(m_uninstall);
    row->addWidget(m_adopt);
    connect(m_adopt, &QPushButton::clicked, this, &ReleasesWindow::adoptRequested);
    connect(m_rollback, &QPushButton::clicked, this,
            [this] { emit rollbackRequested(currentRevision()); });
    connect(m_preview, &QPushButton::clicked, this,
            [this] { emit previewRequested(currentRevision()); });
    connect(m_test, &QPushButton::clicked, this, &ReleasesWindow::testRequested);
    connect(m_uninstall, &QPushButton::clicked, this, &ReleasesWindow::uninstallRequested);
    connect(m_cancel, &QPushButton::clicked, this, &ReleasesWindow::cancelRequested);
    return row;
}

bool ReleasesWindow::isEverywhere() const { return m_all->isChecked(); }

void ReleasesWindow::closeEvent(QCloseEvent *event)
{
    emit closed();
    ToolWindow::closeEvent(event);
}

void ReleasesWindow::changeEvent(QEvent *event)
{
    ToolWindow::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !m_below)
        return;
    setState(m_state->text(), m_isStateError);
    const bool isNews = m_isNews;
    setMessage(m_message->text(), m_isError);
    m_isNews = isNews;
    showReleases();
    showHistory();
}

} // namespace chartwright
