// SPDX-License-Identifier: Apache-2.0
// What a Workbench does in the panel of properties.
#include "gui/workbench.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QtTest/QtTest>

using namespace Qt::StringLiterals;
using namespace chartwright;

namespace chartwright_test {
namespace {

constexpr int WheelStep = 40; // pixels, about; scrollTo() looks after each turn

/// Types over what stands there, and leaves it with that key. Null: nothing.
void fill(Hand &hand, QWidget *widget, const QString &text, const QString &lastKey)
{
    if (!widget)
        return;
    hand.click(widget);
    hand.key(u"ctrl+a"_s);
    hand.type(text);
    hand.key(lastKey);
}

} // namespace

QWidget *Workbench::visible(const QString &name)
{
    const QList<QWidget *> found = m_window->findChildren<QWidget *>(name);
    for (QWidget *w : found) {
        if (w->isVisible())
            return w;
    }
    return nullptr;
}

bool Workbench::scrollTo(QWidget *widget)
{
    auto *area = m_window->findChild<QScrollArea *>(u"properties:scroll"_s);
    for (int i = 0; i < 60; ++i) {
        const QRect rect(widget->mapTo(area->viewport(), QPoint()), widget->size());
        const int top = rect.top() - 4, bottom = rect.bottom() + 4 - area->viewport()->height();
        if (top >= 0 && bottom <= 0)
            return true;
        const int steps =
            top < 0 ? std::max(1, -top / WheelStep) : -std::max(1, bottom / WheelStep);
        const int before = area->verticalScrollBar()->value();
        m_hand->wheel(area->viewport()->mapToGlobal(QPoint(3, area->viewport()->height() / 2)),
                      std::clamp(steps, -12, 12));
        if (!QTest::qWaitFor([&] { return area->verticalScrollBar()->value() != before; }, 1000))
            return top < 0 || bottom > 0 ? rect.height() > area->viewport()->height() : true;
    }
    return false;
}

void Workbench::unfold(const QString &name)
{
    auto *fold = qobject_cast<QAbstractButton *>(visible(name));
    if (!fold || fold->isChecked())
        return;
    if (!bring(fold))
        return fail(u"cannot scroll to "_s + name);
    m_hand->click(fold->mapToGlobal(QPoint(24, fold->height() / 2)));
    waitFor([fold] { return fold->isChecked(); }, u"%1 to unfold"_s.arg(name));
}

QWidget *Workbench::reach(Section section, const QString &name)
{
    if (!m_problems.isEmpty())
        return nullptr;
    QList<Path> above;
    const bool inForm = !name.startsWith(u"header:"_s);
    for (Path p(name.mid(name.indexOf(u':') + 1)); inForm && !p.isEmpty(); p = p.parent())
        above.prepend(p);
    if (inForm)
        unfold(u"section:%1"_s.arg(int(section)));
    if (name.startsWith(u"add:"_s))
        above.removeLast();
    for (const Path &p : std::as_const(above))
        unfold(u"fold:"_s + p.text());
    QWidget *widget = nullptr;
    if (!QTest::qWaitFor([&] { return (widget = visible(name)) != nullptr; }, 2000))
        fail(u"nothing visible is named "_s + name);
    else if (inForm ? !bring(widget) : !settle(widget))
        fail(u"cannot scroll to "_s + name);
    return widget;
}

// Into view, and standing still there.
bool Workbench::bring(QWidget *widget)
{
    QPoint before;
    do {
        before = widget->mapToGlobal(QPoint());
        if (!scrollTo(widget) || !settle(widget))
            return false;
    } while (widget->mapToGlobal(QPoint()) != before);
    return true;
}

void Workbench::press(Section section, const QString &name)
{
    if (QWidget *widget = reach(section, name))
        m_hand->click(widget);
}

void Workbench::enter(Section section, const QString &path, const QString &text)
{
    fill(*m_hand, reach(section, u"field:"_s + path), text, u"Tab"_s);
}

void Workbench::typeInto(Section section, const QString &name, const QString &text)
{
    fill(*m_hand, reach(section, name), text, u"Return"_s);
}

void Workbench::pick(Section section, const QString &name, const QString &choice)
{
    QWidget *widget = reach(section, name);
    auto *combo = qobject_cast<QComboBox *>(widget);
    if (widget && !combo)
        fail(name + u" is no drop-down"_s);
    if (!combo)
        return;
    const int wanted = combo->findText(choice);
    if (wanted < 0)
        return fail(u"%1 does not offer %2"_s.arg(name, choice));
    m_hand->click(combo);
    waitFor([combo] { return combo->view()->isVisible(); }, u"the list of "_s + name);
    m_hand->key(u"Home"_s);
    if (wanted > 0)
        m_hand->keys(u"Down"_s, wanted);
    m_hand->key(u"Return"_s);
    waitFor([&] { return combo->currentIndex() == wanted; }, u"%1 to be %2"_s.arg(name, choice));
}

} // namespace chartwright_test
