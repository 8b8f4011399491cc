// SPDX-License-Identifier: Apache-2.0
#include "app/welcome_page.h"

#include "app/starter_card.h"
#include "panels/panel_style.h"
#include "ui_welcome_page.h"

#include <QDir>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace chartwright {
namespace {

constexpr int RowHeight = 46;

void setSize(QLabel *label, double factor, bool bold)
{
    QFont font = label->font();
    font.setPointSizeF(font.pointSizeF() * factor);
    font.setBold(bold);
    label->setFont(font);
}

/// A folder as people write it: "~/todo".
QString shortened(const QString &folder)
{
    const QString home = QDir::homePath() + u'/';
    return QDir::toNativeSeparators(folder.startsWith(home) ? u"~/"_s + folder.mid(home.size())
                                                            : folder);
}

} // namespace

WelcomePage::WelcomePage(Settings *settings, const Kinds &kinds, QWidget *parent)
    : QWidget(parent), m_settings(settings), m_ui(std::make_unique<Ui::WelcomePage>())
{
    m_ui->setupUi(this);
    setObjectName(u"welcome"_s);
    setSize(m_ui->title, 1.8, true);
    setSize(m_ui->startersTitle, 1.1, true);
    setSize(m_ui->recentTitle, 1.1, true);
    for (QPushButton *button : {m_ui->newProject, m_ui->openProject})
        button->setMinimumSize(96, 32);
    connect(m_ui->newProject, &QPushButton::clicked, this, &WelcomePage::newRequested);
    connect(m_ui->openProject, &QPushButton::clicked, this, &WelcomePage::openDialogRequested);
    connect(m_ui->recent, &QListWidget::itemClicked, this, &WelcomePage::openCurrent);
    connect(m_ui->recent, &QWidget::customContextMenuRequested, this, &WelcomePage::showMenu);
    m_ui->recent->installEventFilter(this);
    connect(settings, &Settings::recentChanged, this, &WelcomePage::fillRecent);
    addStarters(kinds);
    updateColours();
}

WelcomePage::~WelcomePage() = default;

void WelcomePage::addStarters(const Kinds &kinds)
{
    const QList<Starter> all = starters();
    for (const Starter &s : all) {
        const Result<LoadedProject> loaded = newFromStarter(s.name, kinds);
        if (!loaded)
            continue;
        auto *card = new StarterCard(s, loaded->topology);
        connect(card, &QAbstractButton::clicked, this,
                [this, name = s.name] { emit starterRequested(name); });
        m_ui->starters->addWidget(card);
    }
    // Two cards do not fill the width of three.
    for (qsizetype i = all.size(); i < 3; ++i)
        m_ui->starters->addStretch(1);
    for (int i = 0; i < m_ui->starters->count(); ++i)
        m_ui->starters->setStretch(i, 1);
}

void WelcomePage::showEvent(QShowEvent *event)
{
    // Projects come and go while the page is hidden.
    fillRecent();
    QWidget::showEvent(event);
}

void WelcomePage::fillRecent()
{
    m_ui->recent->clear();
    const QList<Settings::Recent> projects = m_settings->recent();
    for (const Settings::Recent &p : projects) {
        auto *item = new QListWidgetItem(m_ui->recent);
        item->setData(Qt::UserRole, p.path);
        item->setData(Qt::AccessibleTextRole, p.title);
        item->setToolTip(QDir::toNativeSeparators(p.path));
        item->setSizeHint({0, RowHeight});
        m_ui->recent->setItemWidget(item, recentRow(p));
    }
    const bool any = !projects.isEmpty();
    m_ui->recent->setVisible(any);
    m_ui->recentTitle->setVisible(any);
    m_ui->hint->setText(any ? tr("Or drop a topology.yaml or a project's folder here.")
                            : tr("Projects that you save are listed here. You can also drop a "
                                 "topology.yaml or a project's folder."));
}

QWidget *WelcomePage::recentRow(const Settings::Recent &project)
{
    const bool missing = !QFileInfo::exists(project.path);
    const QString folder = shortened(QFileInfo(project.path).absolutePath());
    auto *row = new QWidget;
    auto *title = new QLabel(project.title);
    title->setTextFormat(Qt::PlainText);
    setSize(title, 1, true);
    auto *path = new QLabel(missing ? tr("%1 (missing)").arg(folder) : folder);
    path->setTextFormat(Qt::PlainText);
    QPalette faint = palette();
    faint.setColor(QPalette::WindowText,
                   missing ? style::severityColour(Severity::Error, faint) : style::muted(faint));
    path->setPalette(faint);
    if (missing)
        title->setEnabled(false);
    QToolButton *remove = style::glyphButton(style::Glyph::Remove, tr("Take off this list"), row);
    connect(
        remove, &QToolButton::clicked, this,
        [this, p = project.path] { m_settings->removeRecent(p); }, Qt::QueuedConnection);
    auto *lines = new QVBoxLayout;
    lines->setSpacing(1);
    lines->addWidget(title);
    lines->addWidget(path);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(10, 4, 10, 4);
    layout->addLayout(lines, 1);
    layout->addWidget(remove);
    return row;
}

void WelcomePage::openCurrent()
{
    if (const QListWidgetItem *item = m_ui->recent->currentItem())
        emit openRequested(item->data(Qt::UserRole).toString());
}

bool WelcomePage::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_ui->recent && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            openCurrent();
            return true;
        }
        if (key == Qt::Key_Delete && m_ui->recent->currentItem()) {
            m_settings->removeRecent(m_ui->recent->currentItem()->data(Qt::UserRole).toString());
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void WelcomePage::showMenu(const QPoint &pos)
{
    const QListWidgetItem *item = m_ui->recent->itemAt(pos);
    if (!item)
        return;
    const QString path = item->data(Qt::UserRole).toString();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, path] { emit openRequested(path); });
    menu->addAction(tr("Take Off This List"), this,
                    [this, path] { m_settings->removeRecent(path); });
    menu->addAction(tr("Clear the List"), m_settings, &Settings::clearRecent);
    menu->popup(m_ui->recent->viewport()->mapToGlobal(pos));
}

void WelcomePage::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange) {
        updateColours();
        fillRecent();
    }
    QWidget::changeEvent(event);
}

void WelcomePage::updateColours()
{
    const QPalette program = QApplication::palette();
    QPalette faint = program;
    faint.setColor(QPalette::WindowText, style::muted(program));
    m_ui->subtitle->setPalette(faint);
    m_ui->hint->setPalette(faint);
    m_ui->picture->setPixmap(
        QIcon(u":/icons/chartwright.svg"_s).pixmap(QSize(56, 56), devicePixelRatioF()));
}

} // namespace chartwright
