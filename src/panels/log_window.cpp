// SPDX-License-Identifier: Apache-2.0
#include "panels/log_window.h"

#include "panels/find_bar.h"
#include "panels/text_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int MostLines = 50'000;
constexpr int TailAlone = 1000, TailOfAll = 200;

} // namespace

LogWindow::LogWindow(LiveView *view, const ResourceId &resource, const QString &title,
                     const QString &pod, QWidget *parent)
    : ToolWindow(parent), m_view(view), m_resource(resource), m_title(title),
      m_pod(new QComboBox(this)), m_container(new QComboBox(this)),
      m_previous(new QCheckBox(tr("&Before the last restart"), this)),
      m_follow(new QCheckBox(tr("&Follow"), this)),
      m_text(newTextView("log:text", tr("Lines"), this)), m_find(new FindBar(m_text, this)),
      m_state(new QLabel(this))
{
    setObjectName(u"logWindow"_s);
    setWindowTitle(tr("Logs of %1").arg(title));
    resize(860, 520);
    build();
    m_pod->addItem(tr("All pods"), QString());
    fillChoices();
    if (const int i = m_pod->findData(pod); i > 0)
        m_pod->setCurrentIndex(i);
    connect(m_pod, &QComboBox::activated, this, &LogWindow::restart);
    connect(m_container, &QComboBox::activated, this, &LogWindow::restart);
    connect(m_previous, &QCheckBox::toggled, this, &LogWindow::restart);
    connect(view, &LiveView::changed, this, [this](const QSet<ResourceId> &ids) {
        if (!ids.contains(m_resource))
            return;
        fillChoices();
        join();
    });
    restart();
}

LogWindow::~LogWindow() = default;

void LogWindow::build()
{
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 8, 8, 6);
    bar->setSpacing(8);
    m_pod->setObjectName(u"log:pod"_s);
    m_pod->setAccessibleName(tr("Pod"));
    m_container->setObjectName(u"log:container"_s);
    m_container->setAccessibleName(tr("Container"));
    m_previous->setObjectName(u"log:previous"_s);
    m_follow->setObjectName(u"log:follow"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Stay at the end"));
    bar->addWidget(m_pod);
    bar->addWidget(m_container);
    bar->addWidget(m_previous);
    bar->addWidget(m_follow);
    bar->addStretch(1);
    auto *find = new QPushButton(tr("F&ind"), this);
    auto *save = new QPushButton(tr("&Save…"), this);
    save->setObjectName(u"log:save"_s);
    bar->addWidget(find);
    bar->addWidget(save);
    m_text->setMaximumBlockCount(MostLines);
    m_state->setObjectName(u"log:state"_s);
    m_state->setTextFormat(Qt::PlainText);
    m_state->setContentsMargins(12, 4, 12, 6);
    m_state->setForegroundRole(QPalette::PlaceholderText);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_find);
    layout->addWidget(m_state);
    connect(find, &QPushButton::clicked, m_find, &FindBar::open);
    connect(save, &QPushButton::clicked, this,
            [this] { emit saveRequested(text(), m_title + u".log"_s); });
}

QString LogWindow::text() const { return m_text->toPlainText(); }

/// Keeps what was chosen, as long as it is there.
void LogWindow::fillChoices()
{
    QStringList containers;
    for (const LivePod &pod : m_view->state(m_resource).pods) {
        if (m_pod->findData(pod.name) < 0)
            m_pod->addItem(pod.name, pod.name);
        for (const QString &container : pod.containers) {
            if (!containers.contains(container))
                containers.append(container);
        }
    }
    for (const QString &container : std::as_const(containers)) {
        if (m_container->findText(container) < 0)
            m_container->addItem(container);
    }
    m_container->setVisible(m_container->count() > 1);
}

void LogWindow::restart()
{
    m_logs.clear();
    m_text->clear();
    join();
}

/// Follows those of the chosen pods that are not followed yet.
void LogWindow::join()
{
    const QString only = m_pod->currentData().toString();
    for (const LivePod &pod : m_view->state(m_resource).pods) {
        if (!only.isEmpty() && pod.name != only)
            continue;
        const QString container = m_container->count() > 1 || pod.containers.isEmpty()
                                      ? m_container->currentText()
                                      : pod.containers.first();
        const Key key{pod.name, container};
        auto &log = m_logs[key];
        if (log)
            continue;
        LogSource source{pod.ns, pod.name, container, m_previous->isChecked(),
                         only.isEmpty() ? TailOfAll : TailAlone};
        log = std::make_unique<PodLog>(m_view->connection()->client(), source);
        connect(
            log.get(), &PodLog::lines, this,
            [this, key](const QList<LogLine> &lines, int skipped) { add(key, lines, skipped); });
        connect(log.get(), &PodLog::stateChanged, this, &LogWindow::showState);
        log->start();
    }
    showState();
}

void LogWindow::add(const Key &key, const QList<LogLine> &lines, int skipped)
{
    // Whoever scrolled back to read stays there.
    QScrollBar *bar = m_text->verticalScrollBar();
    const int at = bar->value();
    const QString prefix = m_logs.size() > 1 ? key.pod + u"  "_s : QString();
    QStringList out;
    if (skipped > 0)
        out.append(prefix + tr("… %1 lines came too fast …").arg(skipped));
    for (const LogLine &line : lines)
        out.append(prefix + line.text);
    m_text->appendPlainText(out.join(u'\n'));
    bar->setValue(m_follow->isChecked() ? bar->maximum() : at);
}

void LogWindow::showState()
{
    int live = 0, ended = 0;
    QString trouble;
    for (const auto &[key, log] : m_logs) {
        live += log->phase() == PodLog::Phase::Live ? 1 : 0;
        ended += log->phase() == PodLog::Phase::Ended ? 1 : 0;
        if (log->failure() && trouble.isEmpty())
            trouble = key.pod + u": "_s + log->failure()->error.message;
    }
    QStringList parts;
    if (m_logs.empty())
        parts.append(tr("There is no pod."));
    if (live > 0)
        parts.append(tr("Follows %n pod(s).", nullptr, live));
    if (ended > 0)
        parts.append(tr("Logs that ended: %1.").arg(ended));
    if (!trouble.isEmpty())
        parts.append(trouble);
    m_state->setText(parts.join(u' '));
}

void LogWindow::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find))
        m_find->open();
    else
        ToolWindow::keyPressEvent(event);
}

} // namespace chartwright
