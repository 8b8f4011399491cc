// SPDX-License-Identifier: Apache-2.0
#include "panels/property_panel.h"

#include "panels/accept_dialog.h"
#include "panels/panel_header.h"
#include "panels/panel_style.h"
#include "panels/resource_form.h"
#include "panels/wire_form.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>

namespace chartwright {
namespace {

constexpr int LeastWidth = 298;

bool takesTab(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) &&
           !widget->focusProxy();
}

/// What Tab stops at inside, by place. Middles that are nearer than half a row are on one line.
QList<QWidget *> tabStops(const QWidget *inside)
{
    struct Stop
    {
        QPoint middle;
        QWidget *widget;
    };
    QList<Stop> stops;
    const QList<QWidget *> all = inside->findChildren<QWidget *>();
    for (QWidget *w : all) {
        if (takesTab(w))
            stops.append({w->mapTo(inside, w->rect().center()), w});
    }
    std::sort(stops.begin(), stops.end(),
              [](const Stop &a, const Stop &b) { return a.middle.y() < b.middle.y(); });
    QList<QWidget *> out;
    for (auto line = stops.begin(); line != stops.end();) {
        const int top = line->middle.y();
        const auto end = std::find_if(line, stops.end(), [top](const Stop &s) {
            return s.middle.y() - top > style::RowHeight / 2;
        });
        std::sort(line, end,
                  [](const Stop &a, const Stop &b) { return a.middle.x() < b.middle.x(); });
        for (; line != end; ++line)
            out.append(line->widget);
    }
    return out;
}

/// From the inside out. Left to events, a row that changes its height moves what is below it a step
/// for each widget round it, and a click in between hits what was there before.
void layOut(const QWidget *widget)
{
    for (QObject *child : widget->children()) {
        const auto *w = qobject_cast<const QWidget *>(child);
        if (w && w->isVisible())
            layOut(w);
    }
    if (widget->layout())
        widget->layout()->activate();
}

} // namespace

PropertyPanel::PropertyPanel(Document *document, Selection *selection, QWidget *parent)
    : QWidget(parent), m_document(document), m_selection(selection),
      m_context(new EditContext(document, selection, this)),
      m_header(new PanelHeader(m_context, this)), m_scroll(new QScrollArea(this)),
      m_refreshLater(new QTimer(this)), m_body(new QWidget), m_parking(std::make_unique<QWidget>())
{
    setObjectName(QStringLiteral("properties"));
    m_scroll->setObjectName(QStringLiteral("properties:scroll"));
    m_body->setObjectName(QStringLiteral("properties:body"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addWidget(m_scroll, 1);
    auto *body = new QVBoxLayout(m_body);
    body->setContentsMargins(0, 0, 0, 0);
    m_scroll->setWidget(m_body);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Else the panel jumps sideways when a section unfolds.
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_scroll->verticalScrollBar()->setSingleStep(20);
    m_refreshLater->setSingleShot(true);
    m_refreshLater->setInterval(0);

    connect(m_refreshLater, &QTimer::timeout, this, &PropertyPanel::refresh);
    connect(selection, &Selection::changed, this, &PropertyPanel::showSelection);
    connect(selection, &Selection::revealed, this, [this](const ResourceId &, const Path &path) {
        if (!path.isEmpty())
            focusField(path);
    });
    connect(document, &Document::changed, this, &PropertyPanel::onChanged);
    connect(document, &Document::replaced, this, &PropertyPanel::showSelection);
    connect(document, &Document::findingsChanged, m_refreshLater, qOverload<>(&QTimer::start));
    connect(m_context, &EditContext::acceptRequested, this,
            [this](const Finding &finding) { AcceptDialog::ask(m_document, finding, this); });
    connect(m_context, &EditContext::helpRequested, this, &PropertyPanel::helpRequested);
    connect(m_context, &EditContext::moveRequested, this, &PropertyPanel::moveRequested);
    showSelection();
}

PropertyPanel::~PropertyPanel() = default;

void PropertyPanel::setKeeper(ValueKeeper *keeper, std::function<QString(QWidget *)> chooseFile)
{
    m_context->setKeeper(keeper, std::move(chooseFile));
}

void PropertyPanel::setLiveValues(const QHash<ResourceId, Map> &values)
{
    if (m_context->setLiveValues(values))
        refresh();
}

void PropertyPanel::onChanged(const ChangeEvent &event)
{
    // What is selected, what it refers to, or what it is called elsewhere.
    if (!event.changes.isEmpty())
        refresh();
}

void PropertyPanel::showSelection()
{
    QList<ResourceId> ids = m_selection->ids();
    ids.removeIf([this](const ResourceId &id) { return !m_document->topology().find(id); });
    if (ids.isEmpty() && !m_selection->wire()) {
        if (const ResourcePtr chart = m_document->topology().chart())
            ids = {chart->id};
    }
    m_context->setResources(ids);
    showForm();
    refresh();
    m_scroll->verticalScrollBar()->setValue(0);
}

void PropertyPanel::showForm()
{
    ResourceForm *before = std::exchange(m_form, nullptr);
    m_stale = true;
    const bool wire = m_selection->wire().has_value();
    const auto park = [&] {
        if (before && before != m_form)
            before->setParent(m_parking.get());
    };
    if (wire && !m_wireForm) {
        m_wireForm = new WireForm(m_context, m_body);
        m_body->layout()->addWidget(m_wireForm);
    }
    if (m_wireForm)
        m_wireForm->setVisible(wire);
    if (wire) {
        park();
        return;
    }
    QStringList kinds;
    for (const ResourceId &id : m_context->ids()) {
        const ResourcePtr r = m_document->topology().find(id);
        if (r && !kinds.contains(r->kind))
            kinds.append(r->kind);
    }
    if (kinds.isEmpty()) {
        park();
        return;
    }
    std::sort(kinds.begin() + 1, kinds.end());
    ResourceForm *&form = m_forms[kinds.join(u'+')];
    if (!form)
        form = new ResourceForm(sharedFields(m_document->kinds(), kinds), m_context, m_body);
    m_form = form;
    park();
    if (before != form)
        m_body->layout()->addWidget(form);
}

void PropertyPanel::refresh()
{
    m_refreshLater->stop();
    m_context->update();
    if (const auto wire = m_selection->wire()) {
        m_header->showTitle(tr("Wire"), {});
        m_wireForm->show(wire->first, wire->second);
        return;
    }
    if (!m_context->resource()) {
        m_header->showTitle(tr("Nothing is selected"), {});
        return;
    }
    m_header->refresh();
    if (m_form) {
        m_form->refresh(std::exchange(m_stale, false));
        m_form->show();
    }
    layOut(this);
    QEvent laidOut(QEvent::LayoutRequest);
    QCoreApplication::sendEvent(m_scroll, &laidOut);
}

bool PropertyPanel::focusField(const Path &path)
{
    if (!m_form)
        return false;
    const bool found =
        !path.isEmpty() && path != Path(QStringLiteral("metadata.name")) && m_form->reveal(path);
    if (!found) {
        if (m_context->isSingle())
            m_header->focusName();
        return m_context->isSingle() && path.isEmpty();
    }
    // Sections have just unfolded: their rows have no place before the layout ran.
    QTimer::singleShot(0, this, [this] {
        QWidget *focus = m_body->focusWidget();
        if (focus && m_body->isAncestorOf(focus))
            m_scroll->ensureWidgetVisible(focus, 0, 60);
    });
    return true;
}

bool PropertyPanel::focusNextPrevChild(bool next)
{
    const QList<QWidget *> stops = tabStops(m_header) + tabStops(m_body);
    const qsizetype now = stops.indexOf(QApplication::focusWidget());
    const qsizetype then = now + (next ? 1 : -1);
    if (now >= 0 && then >= 0 && then < stops.size()) {
        stops[then]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
        return true;
    }
    QWidget *w = this;
    do
        w = next ? w->nextInFocusChain() : w->previousInFocusChain();
    while (w != this && (w->window() != window() || isAncestorOf(w) || !takesTab(w)));
    if (w == this)
        return false;
    w->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

QSize PropertyPanel::minimumSizeHint() const
{
    return {LeastWidth, QWidget::minimumSizeHint().height()};
}

void PropertyPanel::focusName() { m_header->focusName(); }

} // namespace chartwright
