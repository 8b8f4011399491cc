// SPDX-License-Identifier: Apache-2.0
#include "panels/live_panel.h"

#include "model/kind_spec.h"
#include "panels/panel_style.h"
#include "panels/pods_model.h"

#include <QEvent>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QTreeView>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int AgesMs = 5000;

} // namespace

LivePanel::LivePanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_start(new QPushButton(this)),
      m_watch(new QLabel(this)), m_title(new QLabel(this)), m_message(new QLabel(this)),
      m_door(new QWidget(this)), m_doorText(new QLabel(m_door)), m_pods(new QTreeView(this)),
      m_model(new PodsModel(this)), m_events(new QTreeWidget(this))
{
    setObjectName(u"live"_s);
    build();
    m_ages.setInterval(AgesMs);
    connect(&m_ages, &QTimer::timeout, this, [this] {
        if (!isVisible())
            return;
        m_model->updateAges();
        for (int i = 0; i < m_events->topLevelItemCount(); ++i)
            m_events->topLevelItem(i)->setText(1, ageText(m_shownEvents[i].when));
        showWatch();
    });
    connect(selection, &Selection::changed, this, &LivePanel::showState);
    setDoor({}, {});
    setView(nullptr);
}

void LivePanel::build()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 4);
    bar->setSpacing(6);
    m_start->setObjectName(u"live:start"_s);
    m_watch->setObjectName(u"live:state"_s);
    m_watch->setTextFormat(Qt::PlainText);
    m_watch->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_title->setObjectName(u"live:title"_s);
    m_title->setTextFormat(Qt::PlainText);
    bar->addWidget(m_start);
    bar->addWidget(m_watch, 1);
    const auto button = [&](const char *name, const QString &text, const QString &help,
                            auto signal) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(help);
        bar->addWidget(made);
        connect(made, &QPushButton::clicked, this, signal);
        return made;
    };
    m_logs = button("live:logs", tr("&Logs"), tr("What its pods write"), &LivePanel::logsRequested);
    m_exec = button("live:exec", tr("Run…"), tr("Run a command in the chosen pod"),
                    &LivePanel::execRequested);
    m_forward = button("live:forward", tr("Forward…"),
                       tr("Reach a port of it from this machine, and open it in the browser"),
                       &LivePanel::forwardRequested);
    m_restart = button("live:restart", tr("Restart"), tr("Replace its pods one after another"),
                       &LivePanel::restartRequested);
    m_pause = button("live:pause", tr("Pause"), tr("Hold its rollout, or let it go on"),
                     [this] { emit pauseRequested(!m_isPaused); });
    m_scale = button("live:scale", tr("Scale…"), tr("How many pods there are to be"),
                     &LivePanel::scaleRequested);

    m_doorText->setObjectName(u"live:door"_s);
    m_doorText->setTextFormat(Qt::PlainText);
    m_doorText->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_doorText->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto *doorBar = new QHBoxLayout(m_door);
    doorBar->setContentsMargins(12, 0, 8, 4);
    doorBar->setSpacing(6);
    doorBar->addWidget(m_doorText, 1);
    const auto doorButton = [&](const char *name, const QString &text, const QString &help,
                                auto act) {
        auto *made = new QPushButton(text, m_door);
        made->setObjectName(QLatin1String(name));
        made->setToolTip(help);
        doorBar->addWidget(made);
        connect(made, &QPushButton::clicked, this, act);
    };
    doorButton("live:openDoor", tr("Open in Browser"), tr("Open the application's page"),
               [this] { emit doorOpened(m_doorUrl); });
    doorButton("live:endDoor", tr("End"), tr("Nothing of this machine leads there any more"),
               [this] { emit doorEnded(); });

    m_message->setObjectName(u"live:message"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setContentsMargins(12, 0, 12, 4);
    m_title->setContentsMargins(12, 0, 12, 4);
    m_pods->setObjectName(u"live:pods"_s);
    m_pods->setAccessibleName(tr("Pods"));
    m_pods->setModel(m_model);
    m_pods->setRootIsDecorated(false);
    m_pods->setUniformRowHeights(true);
    m_pods->setFrameShape(QFrame::NoFrame);
    m_pods->setAllColumnsShowFocus(true);
    m_pods->setTextElideMode(Qt::ElideMiddle);
    const QList<int> widths{205, 190, 54, 98, 52, 80};
    for (int i = 0; i < widths.size(); ++i)
        m_pods->setColumnWidth(i, widths[i]);
    m_events->setObjectName(u"live:events"_s);
    m_events->setAccessibleName(tr("Events"));
    m_events->setHeaderLabels({tr("Event"), tr("Age"), tr("Message")});
    m_events->setRootIsDecorated(false);
    m_events->setUniformRowHeights(true);
    m_events->setFrameShape(QFrame::NoFrame);
    m_events->setColumnWidth(0, 170);
    m_events->setColumnWidth(1, 50);
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_pods);
    splitter->addWidget(m_events);
    splitter->setSizes({610, 410});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_door);
    layout->addWidget(m_title);
    layout->addWidget(m_message);
    layout->addWidget(splitter, 1);
    connect(m_start, &QPushButton::clicked, this, [this] {
        if (m_view)
            emit stopRequested();
        else
            emit startRequested();
    });
}

void LivePanel::setView(LiveView *view)
{
    m_view = view;
    if (view) {
        m_trouble.clear();
        m_ages.start();
        connect(view, &LiveView::changed, this, [this](const QSet<ResourceId> &ids) {
            const ResourceId id = current();
            if (id.isEmpty() || ids.contains(id))
                showState();
        });
        connect(view, &LiveView::watchStateChanged, this, &LivePanel::showWatch);
    } else {
        m_ages.stop();
    }
    m_start->setText(view ? tr("Stop &Watching") : tr("&Watch the Cluster"));
    showWatch();
    showState();
}

void LivePanel::setTrouble(const QString &text)
{
    m_trouble = text;
    showWatch();
}

void LivePanel::setDoor(const QString &url, const QString &target)
{
    m_doorUrl = url;
    m_doorText->setText(tr("%1 leads to %2").arg(url, target));
    m_doorText->setToolTip({});
    m_door->setVisible(!url.isEmpty());
}

void LivePanel::setDoorTrouble(const QString &why)
{
    const QString leads = m_doorText->text().section(u'\n', 0, 0);
    m_doorText->setText(leads + u'\n' + why);
    m_doorText->setToolTip(style::toolTip(why));
}

ResourceId LivePanel::current() const
{
    const QList<ResourceId> ids = m_selection->ids();
    const ResourcePtr r = ids.size() == 1 ? m_document->topology().find(ids.first()) : nullptr;
    return r && r->kind != u"Chart" ? r->id : ResourceId();
}

bool LivePanel::isPodChosen() const { return m_pods->selectionModel()->hasSelection(); }

std::optional<LivePod> LivePanel::currentPod() const
{
    const LivePod *chosen = m_model->pod(m_pods->currentIndex());
    if (!chosen && !m_model->pods().isEmpty())
        chosen = &m_model->pods().first();
    return chosen ? std::optional(*chosen) : std::nullopt;
}

/// With nothing selected: all pods.
LiveState LivePanel::shown() const
{
    if (!m_view)
        return {};
    if (const ResourceId id = current(); !id.isEmpty())
        return m_view->state(id);
    LiveState out;
    for (const LiveState &state : m_view->states())
        out.pods += state.pods;
    std::sort(out.pods.begin(), out.pods.end(),
              [](const LivePod &a, const LivePod &b) { return a.name < b.name; });
    return out;
}

void LivePanel::showWatch()
{
    QString text;
    bool isBad = false;
    const QLocale locale;
    if (!m_view) {
        text = m_trouble.isEmpty() ? tr("Shows how the drawing does in the cluster.") : m_trouble;
        isBad = !m_trouble.isEmpty();
    } else {
        const WatchState &state = m_view->watchState();
        const QString where = tr("%1 in %2 of %3")
                                  .arg(m_view->release(), m_view->nameSpace(),
                                       m_view->connection()->target().context);
        const QString why = state.failure ? state.failure->error.message : QString();
        switch (state.phase) {
        case WatchState::Phase::Live:
            text = tr("Live: %1").arg(where);
            break;
        case WatchState::Phase::Stopped:
        case WatchState::Phase::Connecting:
            text = tr("Connecting: %1").arg(where);
            break;
        case WatchState::Phase::Stale:
            isBad = true;
            text = state.since.isValid()
                       ? tr("Not live: what is shown is of %1 (%2 ago). %3")
                             .arg(locale.toString(state.since.toLocalTime().time(),
                                                  QLocale::ShortFormat),
                                  ageText(state.since), why)
                       : tr("Not reached yet: %1").arg(why);
            break;
        case WatchState::Phase::Refused:
            isBad = true;
            text = tr("The cluster refuses to tell: %1").arg(why);
            break;
        }
    }
    m_watch->setText(text);
    m_watch->setToolTip(style::toolTip(text));
    QPalette p = palette();
    p.setColor(QPalette::WindowText,
               isBad ? style::severityColour(Severity::Error, p) : style::muted(p));
    m_watch->setPalette(p);
    m_pods->setEnabled(m_view && m_view->isLive());
}

void LivePanel::showState()
{
    const ResourceId id = current();
    const ResourcePtr resource = m_document->topology().find(id);
    const LiveState state = shown();
    const bool isDeployment = resource && resource->kind == u"Deployment" && state.isThere;
    const bool hasPods = !state.pods.isEmpty();
    for (QPushButton *b : {m_restart, m_pause, m_scale})
        b->setVisible(isDeployment);
    for (QPushButton *b : {m_logs, m_exec})
        b->setVisible(hasPods);
    m_forward->setVisible(hasPods || (resource && resource->kind == u"Service" && state.isThere));
    m_isPaused = state.rollout && state.rollout->state == Rollout::State::Paused;
    m_pause->setText(m_isPaused ? tr("Resume") : tr("Pause"));
    QString title;
    if (resource && state.isKnown) {
        title = resource->name + QLatin1String(": ") + state.word;
        if (!state.address.isEmpty() && state.address != state.word)
            title += QLatin1String(", ") + state.address;
    } else if (m_view && !resource) {
        title = tr("All pods: %1").arg(state.pods.size());
    }
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    const bool isBoth = !state.advice.isEmpty() && !state.message.isEmpty();
    m_message->setText(state.advice + (isBoth ? u"\n"_s : QString()) + state.message);
    m_message->setVisible(!m_message->text().isEmpty());
    m_model->setPods(state.pods);
    m_pods->setVisible(!resource || hasPods || isDeployment || resource->kind == u"Release");
    // Of all at once nobody could tell which is whose.
    m_events->setVisible(resource != nullptr);
    showEvents(state);
}

void LivePanel::showEvents(const LiveState &state)
{
    if (state.events == m_shownEvents)
        return;
    m_shownEvents = state.events;
    m_events->clear();
    for (const LiveEvent &event : state.events) {
        auto *row = new QTreeWidgetItem(m_events);
        row->setText(0, event.count > 1 ? tr("%1 (%2 times)").arg(event.reason).arg(event.count)
                                        : event.reason);
        row->setText(1, ageText(event.when));
        row->setText(2, QString(event.message).replace(u'\n', u' '));
        row->setToolTip(2, style::toolTip(event.about + u": "_s + event.message));
        row->setIcon(0, event.isWarning ? style::severityIcon(Severity::Warning, palette())
                                        : style::noIcon());
    }
}

void LivePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        showWatch();
        m_shownEvents.clear();
        showState();
    }
}

} // namespace chartwright
