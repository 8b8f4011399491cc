// SPDX-License-Identifier: Apache-2.0
#include "canvas/wire_chooser.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace chartwright {
namespace {

QList<Tick> ticksOf(const Topology &topology, const WireSpec &spec, const WireEnd &from,
                    const WireEnd &to)
{
    return spec.ticks ? spec.ticks(topology, from, to) : QList<Tick>();
}

QListWidget *makeList(const QString &name, QWidget *parent)
{
    auto *list = new QListWidget(parent);
    list->setObjectName(name);
    list->setFrameShape(QFrame::NoFrame);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setTextElideMode(Qt::ElideRight);
    list->setUniformItemSizes(true);
    return list;
}

QString nameOf(const Topology &topology, const ResourceId &id)
{
    const ResourcePtr r = topology.find(id);
    return r ? r->name : QString();
}

} // namespace

WireChooser::WireChooser(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                         const WireEnd &to, QWidget *parent)
    : CanvasPopup(parent), m_topology(topology), m_meanings(offer.meanings), m_from(from), m_to(to)
{
    setObjectName(QStringLiteral("wireChooser"));

    auto *title =
        new QLabel(tr("Wire %1 to %2").arg(nameOf(topology, from.id), nameOf(topology, to.id)));
    title->setTextFormat(Qt::PlainText);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);

    m_list = makeList(QStringLiteral("wireChooser.meanings"), this);
    m_list->setAccessibleName(tr("Meanings"));
    for (const WireSpec *spec : std::as_const(m_meanings))
        (new QListWidgetItem(spec->title, m_list))->setSizeHint({0, rowHeight()});
    m_ticks = makeList(QStringLiteral("wireChooser.ticks"), this);
    m_ticks->setAccessibleName(tr("Keys"));
    m_ticksTitle = new QLabel;
    m_all = new QPushButton(tr("All or none"));
    m_all->setObjectName(QStringLiteral("wireChooser.all"));
    m_all->setAutoDefault(false);
    m_accept = new QPushButton(tr("Draw"));
    m_accept->setObjectName(QStringLiteral("wireChooser.accept"));
    m_accept->setDefault(true);

    auto *right = new QVBoxLayout;
    right->addWidget(m_ticksTitle);
    right->addWidget(m_ticks, 1);
    auto *lists = new QHBoxLayout;
    lists->setSpacing(12);
    lists->addWidget(m_list, 1);
    lists->addLayout(right, 1);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_all);
    buttons->addStretch();
    buttons->addWidget(m_accept);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(12, 10, 12, 10);
    all->setSpacing(8);
    all->addWidget(title);
    all->addLayout(lists, 1);
    all->addLayout(buttons);

    connect(m_list, &QListWidget::currentRowChanged, this, &WireChooser::showTicks);
    connect(m_list, &QListWidget::itemActivated, this, &WireChooser::accept);
    connect(m_accept, &QPushButton::clicked, this, &WireChooser::accept);
    connect(m_all, &QPushButton::clicked, this, [this] {
        const bool on = ticked().size() < m_ticks->count();
        for (int i = 0; i < m_ticks->count(); ++i)
            m_ticks->item(i)->setCheckState(on ? Qt::Checked : Qt::Unchecked);
    });
    connect(m_ticks, &QListWidget::itemChanged, this,
            [this] { m_accept->setEnabled(m_ticks->count() == 0 || !ticked().isEmpty()); });
    for (QListWidget *list : {m_list, m_ticks})
        list->installEventFilter(this);
    m_list->setVisible(m_meanings.size() > 1);
    m_list->setCurrentRow(0);
}

bool WireChooser::isNeeded(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                           const WireEnd &to)
{
    if (offer.meanings.size() != 1)
        return offer.meanings.size() > 1;
    const QList<Tick> ticks = ticksOf(topology, *offer.meanings.first(), from, to);
    // A key's own socket has answered already.
    const bool answered =
        (from.socket.startsWith(u"key/") || to.socket.startsWith(u"key/")) &&
        std::count_if(ticks.begin(), ticks.end(), [](const Tick &t) { return t.on; }) == 1;
    return ticks.size() > 1 && !answered;
}

QStringList WireChooser::usualTicks(const Topology &topology, const WireSpec &spec,
                                    const WireEnd &from, const WireEnd &to)
{
    QStringList out;
    const QList<Tick> all = ticksOf(topology, spec, from, to);
    for (const Tick &tick : all) {
        if (tick.on || all.size() == 1)
            out.append(tick.id);
    }
    return out;
}

int WireChooser::rowHeight() const { return fontMetrics().height() + 10; }

void WireChooser::openAt(QPoint at)
{
    const bool meanings = m_list->isVisibleTo(this), ticks = m_ticks->isVisibleTo(this);
    const int rows = std::max({3, meanings ? m_list->count() : 0, ticks ? m_ticks->count() : 0});
    const QSize size(meanings && ticks ? 460 : 280, std::min(420, 120 + rows * rowHeight()));
    CanvasPopup::openAt(at, size, meanings ? m_list : m_ticks);
}

void WireChooser::showTicks()
{
    const WireSpec *spec = m_meanings.value(m_list->currentRow());
    const QList<Tick> ticks = spec ? ticksOf(m_topology, *spec, m_from, m_to) : QList<Tick>();
    m_ticks->clear();
    for (const Tick &tick : ticks) {
        auto *item = new QListWidgetItem(tick.label, m_ticks);
        item->setData(Qt::UserRole, tick.id);
        item->setSizeHint({0, rowHeight()});
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(tick.on ? Qt::Checked : Qt::Unchecked);
    }
    if (!ticks.isEmpty())
        m_ticks->setCurrentRow(0);
    m_ticksTitle->setText(tr("For which?"));
    const bool any = !ticks.isEmpty();
    m_ticks->setVisible(any);
    m_ticksTitle->setVisible(any);
    m_all->setVisible(ticks.size() > 2);
    m_accept->setEnabled(!any || !ticked().isEmpty());
}

QStringList WireChooser::ticked() const
{
    QStringList out;
    for (int i = 0; i < m_ticks->count(); ++i) {
        if (m_ticks->item(i)->checkState() == Qt::Checked)
            out.append(m_ticks->item(i)->data(Qt::UserRole).toString());
    }
    return out;
}

void WireChooser::accept()
{
    const WireSpec *spec = m_meanings.value(m_list->currentRow());
    if (!spec || !m_accept->isEnabled())
        return;
    const QStringList ids = ticked();
    if (closeAnswered())
        emit chosen(spec, ids);
}

bool WireChooser::eventFilter(QObject *object, QEvent *event)
{
    // A list would keep Enter and Tab to itself.
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            accept();
            return true;
        }
    }
    return CanvasPopup::eventFilter(object, event);
}

} // namespace chartwright
