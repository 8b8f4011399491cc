// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"
#include "kinds/registry.h"
#include "panels/property_panel.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <QtWidgets/QAbstractButton>

namespace chartwright_test {

// Of the todo application.
inline const QString Backend = QStringLiteral("todo-backend-0001");
inline const QString Frontend = QStringLiteral("todo-frontend-0001");
inline const QString Container = QStringLiteral("spec.template.spec.containers[backend]");

/// The offscreen platform says what it cannot do each time that a window is shown.
class PanelTest : public TestCase
{
protected:
    void init() override
    {
        QTest::failOnWarning(
            QRegularExpression(QStringLiteral("^(?!This plugin does not support )")));
    }
};

/// The todo application with a property panel of 320 pixels beside it.
struct PanelFixture
{
    chartwright::Document document{chartwright::allKinds()};
    chartwright::Selection selection{&document};
    chartwright::PropertyPanel panel{&document, &selection};

    explicit PanelFixture(const chartwright::Topology &topology = todoApp())
    {
        document.reset(topology, {});
        panel.resize(320, 1000);
        panel.show();
        panel.activateWindow();
        if (!QTest::qWaitForWindowActive(&panel))
            qFatal("the panel's window did not become active");
    }

    void select(const QString &id) { selection.set({chartwright::ResourceId{id}}); }
    const chartwright::Value &value(const QString &id, const QString &path) const
    {
        return (*document.topology().find({id}))[chartwright::Path(path)];
    }
    template <class W> W *find(const QString &name) { return panel.findChild<W *>(name); }
    /// The editor of a field; unfolds what is round it.
    template <class W> W *field(const QString &path)
    {
        panel.focusField(chartwright::Path(path));
        return find<W>(QStringLiteral("field:") + path);
    }
    /// What is said under a field's row.
    QStringList messages(const QString &path)
    {
        QStringList out;
        const auto *row = panel.findChild<QWidget *>(QStringLiteral("row:") + path);
        if (!row)
            return out;
        for (const QLabel *label : row->findChildren<QLabel *>(QStringLiteral("message"))) {
            if (label->isVisible())
                out.append(label->text());
        }
        return out;
    }
    /// Replaces the text of a line edit by keys.
    static void type(QLineEdit *edit, const QString &text)
    {
        edit->setFocus();
        QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
        if (text.isEmpty())
            QTest::keyClick(edit, Qt::Key_Delete);
        else
            QTest::keyClicks(edit, text);
    }
    static void click(QWidget *widget) { QTest::mouseClick(widget, Qt::LeftButton); }
    /// Picks an item of a combo box by keys.
    static void choose(QComboBox *combo, const QString &text)
    {
        const int i = combo->findText(text);
        QVERIFY2(i >= 0, qPrintable(QStringLiteral("no item ") + text));
        combo->setFocus();
        QTest::keyClick(combo, Qt::Key_Home);
        for (int k = 0; k < i; ++k)
            QTest::keyClick(combo, Qt::Key_Down);
    }
};

} // namespace chartwright_test
