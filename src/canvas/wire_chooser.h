// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/canvas_popup.h"
#include "model/wires.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace chartwright {

/// Asks which of several meanings a wire is to have, and for which keys. Works by keyboard: arrows
/// choose, Tab changes between the lists, Space ticks, Enter draws, Esc leaves. Object names:
/// "wireChooser", "wireChooser.meanings", "wireChooser.ticks", "wireChooser.all",
/// "wireChooser.accept".
class WireChooser : public CanvasPopup
{
    Q_OBJECT
public:
    WireChooser(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                const WireEnd &to, QWidget *parent);

    /// Whether there is anything to choose.
    static bool isNeeded(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                         const WireEnd &to);
    /// The ticks that are on from the start.
    static QStringList usualTicks(const Topology &topology, const WireSpec &spec,
                                  const WireEnd &from, const WireEnd &to);
    void openAt(QPoint at);

signals:
    void chosen(const chartwright::WireSpec *spec, const QStringList &ticked);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    int rowHeight() const;
    void showTicks();
    void accept();
    QStringList ticked() const;

    Topology m_topology;
    QList<const WireSpec *> m_meanings;
    WireEnd m_from, m_to;
    QListWidget *m_list, *m_ticks;
    QLabel *m_ticksTitle;
    QPushButton *m_all, *m_accept;
};

} // namespace chartwright
