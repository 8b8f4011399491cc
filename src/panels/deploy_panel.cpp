// SPDX-License-Identifier: Apache-2.0
#include "panels/deploy_panel.h"

#include "cluster/plain_text.h"
#include "panels/panel_style.h"

#include <QClipboard>
#include <QDateTime>
#include <QEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

using State = DeployStep::State;
constexpr int ClockMs = 1000, MostWide = 200;

QString timeText(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    return seconds < 60
               ? DeployPanel::tr("%1 s").arg(QLocale().toString(milliseconds / 1000.0, 'f', 1))
               : DeployPanel::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

QIcon iconOf(const DeployStep &step, const QPalette &palette)
{
    switch (step.state) {
    case State::Done:
    case State::Needless:
        return style::acceptedIcon(palette);
    case State::Failed:
        return style::severityIcon(Severity::Error, palette);
    case State::Skipped:
    case State::Stopped:
        return style::severityIcon(Severity::Warning, palette);
    case State::Running: {
        QIcon icon = style::glyph(style::Glyph::Next, style::accent(palette));
        const QColor chosen = palette.color(QPalette::HighlightedText);
        icon.addPixmap(style::glyph(style::Glyph::Next, chosen).pixmap(16), QIcon::Selected);
        return icon;
    }
    case State::Waiting:
        break;
    }
    return style::quietIcon(palette);
}

} // namespace

DeployPanel::DeployPanel(QWidget *parent)
    : QWidget(parent), m_target(new QPushButton(this)), m_go(new QPushButton(tr("Deploy"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_open(new QPushButton(tr("Open in Browser"), this)),
      m_settings(new QPushButton(tr("Minikube…"), this)),
      m_copy(new QPushButton(tr("Copy Line"), this)),
      m_copyAddress(new QPushButton(tr("Copy Address"), this)),
      m_noHost(new QPushButton(tr("Empty the Host"), this)), m_page(new QWidget(this)),
      m_address(new QLabel(this)), m_message(new QLabel(this)), m_list(new QTreeWidget(this)),
      m_output(new QPlainTextEdit(this))
{
    setObjectName(u"deploy"_s);
    build();
    m_clock.setInterval(ClockMs);
    connect(&m_clock, &QTimer::timeout, this, &DeployPanel::showTimes);
    setTarget({}, false);
    setRunning(false);
    setMessage({}, false);
    setAddress({});
    setHostsLine({});
}

void DeployPanel::build()
{
    const auto button = [this](QPushButton *made, const char *name, const QString &help,
                               auto signal) {
        made->setObjectName(QLatin1String(name));
        made->setToolTip(help);
        connect(made, &QPushButton::clicked, this, signal);
    };
    button(m_target, "deploy:target", tr("The cluster, the namespace and the release it goes to"),
           &DeployPanel::targetRequested);
    button(m_go, "deploy:go", tr("Do what is not done yet of these steps"),
           &DeployPanel::deployRequested);
    button(m_cancel, "deploy:cancel", tr("Stop; what was done stays"),
           &DeployPanel::cancelRequested);
    button(m_open, "deploy:open", tr("Open the application's page"), &DeployPanel::openRequested);
    button(m_settings, "deploy:settings", tr("Driver, processors and memory of a new profile"),
           &DeployPanel::settingsRequested);
    const auto remedy = [&](Remedy which, const char *name, const QString &text,
                            const QString &help) {
        m_remedies[which] = new QPushButton(text, this);
        button(m_remedies[which], name, help, [this, which] { emit remedyChosen(which); });
    };
    remedy(Remedy::Retry, "deploy:retry", tr("Try Again"), tr("Go on where it stopped"));
    remedy(Remedy::Skip, "deploy:skip", tr("Go On Without"), tr("Leave out the step that failed"));
    remedy(Remedy::Take, "deploy:take", tr("Take It"),
           tr("Set what somebody else has set, and take objects that are no part of the release"));
    remedy(Remedy::Adopt, "deploy:adopt", tr("Adopt"), tr("Draw what the cluster has, and go on"));
    remedy(Remedy::Compare, "deploy:compare", tr("Compare"),
           tr("Show field by field what the cluster has and what is drawn"));
    remedy(Remedy::RollBack, "deploy:rollback", tr("Roll Back…"),
           tr("Go back to the revision that was there before, after a look at what that changes"));
    button(m_copy, "deploy:copy", tr("Copy the line for the hosts file"),
           [this] { QGuiApplication::clipboard()->setText(m_hostsLine); });
    button(m_copyAddress, "deploy:copyAddress",
           tr("For a browser: this system opens none by itself"),
           [this] { QGuiApplication::clipboard()->setText(m_address->text()); });
    button(m_noHost, "deploy:noHost",
           tr("Draw the Ingress without a host, so that it answers at its address"),
           &DeployPanel::noHostRequested);
    m_address->setObjectName(u"deploy:address"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setTextFormat(Qt::PlainText);
    m_address->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long one is cut
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(8, 6, 8, 4);
    bar->setSpacing(6);
    bar->addWidget(m_target);
    bar->addWidget(m_settings);
    bar->addStretch(1);
    bar->addWidget(m_cancel);
    bar->addWidget(m_go);

    auto *page = new QHBoxLayout(m_page);
    page->setContentsMargins(12, 0, 8, 4);
    page->setSpacing(6);
    page->addWidget(m_address, 1);
    page->addWidget(m_copyAddress);
    page->addWidget(m_open);

    m_message->setObjectName(u"deploy:message"_s);
    m_message->setTextFormat(Qt::PlainText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_message->setWordWrap(true);
    auto *said = new QHBoxLayout;
    said->setContentsMargins(12, 0, 8, 4);
    said->setSpacing(6);
    said->addWidget(m_message, 1);
    said->addWidget(m_copy);
    said->addWidget(m_noHost);
    for (const Remedy which : {Remedy::RollBack, Remedy::Compare, Remedy::Adopt, Remedy::Take,
                               Remedy::Skip, Remedy::Retry})
        said->addWidget(m_remedies[which]);

    m_list->setObjectName(u"deploy:list"_s);
    m_list->setAccessibleName(tr("Steps"));
    m_list->setHeaderLabels({tr("Step"), tr("State"), tr("Time")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAllColumnsShowFocus(true);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_list->setColumnWidth(2, 72);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &DeployPanel::showOutput);
    m_output->setObjectName(u"deploy:output"_s);
    m_output->setAccessibleName(tr("Output"));
    m_output->setReadOnly(true);
    m_output->setFrameShape(QFrame::NoFrame);
    m_output->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_output->setPlaceholderText(tr("What the programs of the chosen step say"));
    auto *splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(m_output);
    splitter->setSizes({760, 240});
    splitter->setStretchFactor(0, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(bar);
    layout->addLayout(said);
    layout->addWidget(m_page);
    layout->addWidget(splitter, 1);
}

void DeployPanel::setTarget(const QString &title, bool isMinikube)
{
    m_target->setText(title.isEmpty() ? tr("Choose a Target…") : title);
    m_settings->setVisible(isMinikube);
}

void DeployPanel::setSteps(const QList<DeployStep> &steps)
{
    const int current = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_steps = steps;
    m_begun.resize(steps.size());
    while (m_list->topLevelItemCount() > steps.size())
        delete m_list->takeTopLevelItem(m_list->topLevelItemCount() - 1);
    while (m_list->topLevelItemCount() < steps.size())
        new QTreeWidgetItem(m_list);
    for (int i = 0; i < steps.size(); ++i)
        showStep(m_list->topLevelItem(i), steps[i]);
    m_list->resizeColumnToContents(0);
    m_list->setColumnWidth(0, std::min(m_list->columnWidth(0) + 8, MostWide));
    if (current < 0 || current >= steps.size())
        m_list->setCurrentItem(m_list->topLevelItem(0));
    showOutput();
}

void DeployPanel::setStep(int number, const DeployStep &step)
{
    if (number < 0 || number >= m_steps.size())
        return;
    const State before = std::exchange(m_steps[number], step).state;
    if (step.state == State::Running && before != State::Running) {
        m_begun[number] = QDateTime::currentMSecsSinceEpoch();
        m_list->setCurrentItem(m_list->topLevelItem(number));
    }
    if (step.state == State::Failed && before != State::Failed)
        m_list->setCurrentItem(m_list->topLevelItem(number));
    showStep(m_list->topLevelItem(number), step);
    if (m_list->indexOfTopLevelItem(m_list->currentItem()) == number)
        showOutput();
}

void DeployPanel::showStep(QTreeWidgetItem *row, const DeployStep &step)
{
    row->setText(0, step.title());
    row->setIcon(0, iconOf(step, palette()));
    QString said = plainText(step.doing).simplified();
    if (step.state == State::Running && step.fraction >= 0)
        said = tr("%1 % · %2").arg(QString::number(int(step.fraction * 100)), said);
    if (step.state == State::Skipped && said.isEmpty())
        said = tr("left out");
    row->setText(1, said);
    row->setToolTip(1, style::toolTip(said));
    const QColor colour = step.state == State::Failed
                              ? style::severityColour(Severity::Error, palette())
                          : step.state == State::Waiting ? style::muted(palette())
                                                         : palette().color(QPalette::Text);
    row->setForeground(0, step.state == State::Waiting ? style::muted(palette())
                                                       : palette().color(QPalette::Text));
    row->setForeground(1, colour);
    row->setForeground(2, style::muted(palette()));
    row->setTextAlignment(2, Qt::AlignRight | Qt::AlignVCenter);
    if (step.state != State::Running) // of those showTimes() tells
        row->setText(2, step.milliseconds > 0 ? timeText(step.milliseconds) : QString());
}

void DeployPanel::showTimes()
{
    for (int i = 0; i < m_steps.size(); ++i) {
        if (m_steps[i].state == State::Running)
            m_list->topLevelItem(i)->setText(
                2, timeText(QDateTime::currentMSecsSinceEpoch() - m_begun[i]));
    }
}

/// Goes on with the last line, unless the person looks at earlier ones.
void DeployPanel::showOutput()
{
    const int current = m_list->indexOfTopLevelItem(m_list->currentItem());
    const QString text =
        current < 0 ? QString() : plainText(m_steps.value(current).output.join(u'\n'));
    if (text == m_shown)
        return;
    QScrollBar *bar = m_output->verticalScrollBar();
    const bool isAtEnd = bar->value() >= bar->maximum() - 1;
    if (!m_shown.isEmpty() && text.startsWith(m_shown)) {
        m_output->appendPlainText(text.mid(m_shown.size() + 1));
    } else {
        m_output->setPlainText(text);
    }
    m_shown = text;
    if (isAtEnd)
        bar->setValue(bar->maximum());
}

void DeployPanel::setRunning(bool on)
{
    m_go->setEnabled(!on);
    m_target->setEnabled(!on);
    m_settings->setEnabled(!on);
    m_cancel->setEnabled(on);
    if (on)
        m_clock.start();
    else
        m_clock.stop();
}

void DeployPanel::paintMessage()
{
    QPalette p = m_message->palette();
    p.setColor(QPalette::WindowText, m_isError ? style::severityColour(Severity::Error, palette())
                                               : palette().color(QPalette::WindowText));
    m_message->setPalette(p);
}

void DeployPanel::setMessage(const QString &text, bool isError, const QList<Remedy> &remedies)
{
    m_isError = isError;
    paintMessage();
    m_message->setText(plainText(text));
    m_message->setVisible(!text.isEmpty());
    QTimer::singleShot(0, this, [this] { m_list->scrollToItem(m_list->currentItem()); });
    for (auto it = m_remedies.cbegin(); it != m_remedies.cend(); ++it)
        (*it)->setVisible(remedies.contains(it.key()));
}

void DeployPanel::setAddress(const QString &url)
{
    m_address->setText(plainText(url));
    m_address->setToolTip(style::toolTip(url));
    m_page->setVisible(!url.isEmpty());
    offerCopy(false);
}

void DeployPanel::offerCopy(bool on) { m_copyAddress->setVisible(on); }

void DeployPanel::setHostsLine(const QString &line)
{
    m_hostsLine = line;
    m_copy->setVisible(!line.isEmpty());
    m_noHost->setVisible(!line.isEmpty());
    m_copy->setToolTip(style::toolTip(line));
}

void DeployPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    emit shown();
}

void DeployPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || !m_list)
        return;
    paintMessage();
    for (int i = 0; i < m_steps.size(); ++i)
        showStep(m_list->topLevelItem(i), m_steps[i]);
}

} // namespace chartwright
