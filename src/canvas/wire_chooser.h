// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/wires.h"

#include <QFrame>

class QLabel;
class QListWidget;
class QPushButton;

namespace chartwright
{

/// Asks which of several meanings a wire is to have, and for which keys. Works by keyboard: arrows
/// choose, Tab changes between the lists, Space ticks, Enter draws, Esc leaves. Deletes itself when
/// it closes. Object names: "wireChooser", "wireChooser.meanings", "wireChooser.ticks",
/// "wireChooser.all", "wireChooser.accept".
class WireChooser : public QFrame
{
    Q_OBJECT
public:
    WireChooser(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                const WireEnd &to, QWidget *parent);

    /// Whether there is anything to choose.
    static bool isNeeded(const Topology &topology, const WireOffer &offer, const WireEnd &from,
                         const WireEnd &to);
    /// The ticks that are on from the start.
    static QStringList usualTicks(const Topology &topology, const WireSpec &spec, const WireEnd &from,
                                  const WireEnd &to);
    void openAt(QPoint global);

signals:
    void chosen(const chartwright::WireSpec *spec, const QStringList &ticked);
    void dismissed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void showTicks();
    void accept();
    QStringList ticked() const;

    Topology m_topology;
    QList<const WireSpec *> m_meanings;
    WireEnd m_from, m_to;
    QListWidget *m_list, *m_ticks;
    QLabel *m_ticksTitle;
    QPushButton *m_all, *m_accept;
    bool m_answered = false;
};

} // namespace chartwright
