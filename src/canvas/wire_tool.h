// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canvas/tool.h"
#include "model/wires.h"

namespace chartwright {

/// Pulls a new wire from a socket, or an end of a wire that is there to somewhere else.
class WireTool : public Tool
{
public:
    WireTool(CanvasView &view, const SceneHit &socket, QPointF start);
    /// `end`: a hit of the wire's end that is moved.
    static std::unique_ptr<WireTool> reattach(CanvasView &view, const SceneHit &end, QPointF start);
    ~WireTool() override;

    void move(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    bool release(QPointF scene, Qt::KeyboardModifiers modifiers) override;
    void cancel() override;
    Qt::CursorShape cursor() const override;
    void adjustNode(int node, NodeLook &look) override;
    void adjustWire(int wire, WireLook &look) override;
    bool hides(int wire) const override { return wire == m_hidden; }
    void paint(DiagramPainter &painter) override;
    void paintOverlay(QPainter &painter) override;

private:
    /// What a node says to the wire: sockets that would take it, or why none does.
    struct Answer
    {
        NodeShape::Mask accepts = 0;
        QString refusal;
    };
    struct Target
    {
        int node = -1, row = -1;
        bool accepts = false;
        QString refusal;
        friend bool operator==(const Target &, const Target &) = default;
    };

    WireEnd endAt(int node, int row) const;
    WireOffer offerTo(const Topology &topology, const WireEnd &end) const;
    const Answer &answer(int node);
    Target targetAt(QPointF p);
    std::optional<Target> snapped(QPointF p);
    Target inBody(int node, QPointF p);
    QPointF loose() const; ///< where the pulled end is shown
    void connectTo(const Topology &base, const WireEnd &end);
    void draw(const Topology &base, const WireSpec *spec, const WireEnd &end,
              const QStringList &ticked);
    void askKind(QPointF at);
    void make(const QString &kind, QPointF at);
    template <class Popup> void wait(Popup *popup);

    WireEnd m_fixed;
    int m_node, m_row;
    bool m_out; ///< pulled from a right side
    int m_hidden = -1;
    Topology m_base; ///< what the wire is drawn into: without the one that is moved
    QString m_sameSpec;
    QPointF m_start, m_now;
    QHash<int, Answer> m_answers;
    Target m_target;
    QPointer<QWidget> m_popup;
};

/// Gives a resource that was made at a wire's end what the wire needs: a first key or port.
void seed(Resource &resource);

} // namespace chartwright
