// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/main_window.h"
#include "gui/hand.h"
#include "model/field_spec.h"

#include <QTemporaryDir>
#include <memory>

namespace chartwright_test {

// The real window on a real display, and a hand that works in it. Looking is done through the
// program (where is that node?), doing only through mouse and keys. What fails is kept in
// problem().
class Workbench
{
public:
    explicit Workbench(QSize size = QSize(1600, 950));
    ~Workbench();

    chartwright::MainWindow &window() { return *m_window; }
    chartwright::CanvasView &canvas() { return *m_window->canvas(); }
    chartwright::Document &document() { return *m_window->document(); }
    const chartwright::Topology &topology() { return document().topology(); }
    Hand &hand() { return *m_hand; }
    QString folder(const QString &name) const { return m_dir.filePath(name); }
    QString problem() const;

    // An empty drawing, by its key.
    void newDrawing();
    // The todo application, seen as a whole.
    void openTodo();
    chartwright::ResourceId named(const QString &kind, const QString &name);
    // A dialog or another window by its name, once it has the focus and stands still; null if none
    // comes.
    QWidget *opened(const QString &name);
    // Apply, by its key: the question, once it is there. Values of Secrets that it asks for before are
    // left out.
    QWidget *askToApply();
    QPoint onCanvas(QPointF scene);
    // Drags a kind from the palette; the new resource, named and selected.
    chartwright::ResourceId drop(const QString &kind, QPointF middle, const QString &name);
    // Pulls from a socket to a socket ("" is the header's).
    void wire(const chartwright::ResourceId &from, const QString &fromSocket,
              const chartwright::ResourceId &to, const QString &toSocket);
    // In the chooser that a wire with several meanings opens.
    void choose(const QString &meaning, const QStringList &ticked);
    void select(const chartwright::ResourceId &id);
    void selectChart(); // by its frame's title

    // In the panel of what is selected. Names are object names: "field:spec.replicas".
    QWidget *reach(chartwright::Section section, const QString &name);
    void press(chartwright::Section section, const QString &name);
    void enter(chartwright::Section section, const QString &path, const QString &text);
    void typeInto(chartwright::Section section, const QString &name,
                  const QString &text); // and Enter
    void pick(chartwright::Section section, const QString &name, const QString &choice);

    // A picture of the window with the dialogs that stand before it, for a person to look at.
    void shoot(const QString &name);
    // A file dialog that the next key opens is answered with this.
    void save(const QString &path);
    void exportInto(const QString &path);

private:
    QWidget *visible(const QString &name);
    bool scrollTo(QWidget *widget);
    bool bring(QWidget *widget);
    bool settle(const QWidget *widget);
    void unfold(const QString &name);
    void fail(const QString &what);
    void shootFailure();
    bool waitFor(const std::function<bool()> &done, const QString &what);

    QTemporaryDir m_dir;
    chartwright::Settings m_settings;
    std::unique_ptr<chartwright::MainWindow> m_window;
    std::unique_ptr<Hand> m_hand;
    QStringList m_problems;
};

} // namespace chartwright_test

// After a few steps of the hand.
#define QVERIFY_BENCH(bench) QVERIFY2((bench).problem().isEmpty(), qPrintable((bench).problem()))
