// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_popup.h"
#include "canvas/canvas_view.h"
#include "kinds/registry.h"
#include "project/starters.h"
#include "support/places.h"
#include "support/result_check.h"
#include "support/test_case.h"

#include <QApplication>
#include <QFile>

// A canvas in a window of 1200 × 760, with the todo application of the starter on it.
struct CanvasFixture
{
    chartwright::Document document{chartwright::allKinds()};
    chartwright::Selection selection{&document};
    chartwright::CanvasView view{&document, &selection};

    explicit CanvasFixture(bool todo = true)
    {
        view.resize(1200, 760);
        if (todo) {
            QFile file(QStringLiteral(CHARTWRIGHT_SOURCE_DIR
                                      "/resources/starters/todo-app/topology.yaml"));
            [[maybe_unused]] const bool open = file.open(QIODevice::ReadOnly);
            const auto read =
                chartwright::readTopology(file.readAll(), file.fileName(), chartwright::allKinds());
            if (read)
                document.reset(*read, {});
            else
                qWarning("%s", qPrintable(read.error().text()));
        } else {
            document.reset(chartwright::emptyTopology(QStringLiteral("my-app")), {});
        }
        view.show();
        view.activateWindow();
        [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(&view);
        view.setFocus();
    }

    chartwright::ResourceId id(const QString &kind, const QString &name) const
    {
        const auto r = document.topology().findByName(kind, name);
        return r ? r->id : chartwright::ResourceId();
    }
    QPoint at(QPointF scene) const { return view.mapFromScene(scene).toPoint(); }
    // On the name, where a press moves the node.
    QPoint header(const QString &kind, const QString &name) const
    {
        return at(view.nodeRect(id(kind, name)).topLeft() + QPointF(110, 14));
    }
    QPoint socket(const QString &kind, const QString &name, const QString &socket, bool out) const
    {
        return at(view.socketPosition(id(kind, name), socket, out).value_or(QPointF(-1000, -1000)));
    }

    // What is open over the canvas, or null.
    chartwright::CanvasPopup *popup() const
    {
        for (auto *popup : view.findChildren<chartwright::CanvasPopup *>()) {
            if (popup->isVisible())
                return popup;
        }
        return nullptr;
    }

    void press(QPoint p, Qt::KeyboardModifiers modifiers = {},
               Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseMove(view.viewport(), p);
        QTest::mousePress(view.viewport(), button, modifiers, p);
    }
    // In steps, as a hand does. QTest::mouseMove() reports no buttons, hence events of our own.
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {},
              Qt::MouseButton button = Qt::LeftButton)
    {
        constexpr int Steps = 6;
        for (int i = 1; i <= Steps; ++i) {
            const QPointF p = QPointF(from) + QPointF(to - from) * i / Steps;
            QMouseEvent event(QEvent::MouseMove, p, view.viewport()->mapToGlobal(p), Qt::NoButton,
                              button, modifiers);
            QApplication::sendEvent(view.viewport(), &event);
        }
    }
    void release(QPoint p, Qt::KeyboardModifiers modifiers = {},
                 Qt::MouseButton button = Qt::LeftButton)
    {
        QTest::mouseRelease(view.viewport(), button, modifiers, p);
    }
    void pull(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = {})
    {
        press(from, modifiers);
        drag(from, to, modifiers);
        release(to, modifiers);
    }
};
