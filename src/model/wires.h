// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/kind_spec.h"

namespace chartwright {

/// One line on the canvas: all references between two nodes, in one direction.
struct Wire
{
    ResourceId from, to;
    QString fromSocket, toSocket;       ///< those that all references share, else ""
    QStringList fromSockets, toSockets; ///< of each reference that has one
    WireStyle style = WireStyle::Traffic;
    QString label;                          ///< "8000", "LOG_LEVEL", or how many
    QList<std::pair<QString, RefUse>> uses; ///< WireSpec::id and the reference

    friend bool operator==(const Wire &, const Wire &) = default;
};

/// The lines that touch a resource; those of a whole topology. Sorted by from, then to.
QList<Wire> wiresAt(const Topology &topology, const RefIndex &refs, const ResourceId &id);
QList<Wire> allWires(const Topology &topology, const RefIndex &refs);

/// What may be drawn from one end to the other.
struct WireOffer
{
    QList<const WireSpec *> meanings; ///< in the order to offer them; empty: refused
    QString refusal;                  ///< why, translated, where there is none
};
/// The ends may be given either way round: `swapped` tells.
WireOffer offer(const Topology &topology, const WireEnd &from, const WireEnd &to);
/// Kinds that a wire pulled from this end could go to (for a drop on empty canvas), with the side.
QStringList kindsFor(const Topology &topology, const WireEnd &end, bool endIsFrom);

Edit drawWire(const Topology &topology, const WireSpec &spec, const WireEnd &from,
              const WireEnd &to, const QStringList &ticked);
/// Takes a line, or only some of its references, out of the holders.
Edit removeWire(const Topology &topology, const Wire &wire);

} // namespace chartwright
