// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "model/topology.h"

#include <QUndoCommand>

namespace chartwright {

class Document;

/// The only undo command: an Edit and its reverse.
class EditCommand : public QUndoCommand
{
public:
    EditCommand(Document *document, Edit edit);

    int id() const override;
    /// Joins edits of one mergeKey; obsolete if nothing is left of the two.
    bool mergeWith(const QUndoCommand *other) override;
    void redo() override;
    void undo() override;
    const Edit &edit() const { return m_edit; }

private:
    Document *m_document;
    Edit m_edit;
};

/// Without the changes and moves that change nothing.
Edit simplified(const Edit &edit);
/// One edit for two that follow each other; may be empty.
Edit joined(const Edit &first, const Edit &second);

} // namespace chartwright
