// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "document/selection.h"
#include "model/kind_spec.h"

#include <QPointer>
#include <functional>

namespace chartwright {

class ValueKeeper;
class ValueStates;

/// What the editors of a panel work on: one or several resources of a Document, by path. With
/// several resources items of lists are named by index, since their names differ.
class EditContext : public QObject
{
    Q_OBJECT
public:
    EditContext(Document *document, Selection *selection, QObject *parent = nullptr);

    enum class How {
        Typing, ///< one undo step for as long as the focus stays in the field
        Step,   ///< an undo step of its own
    };

    void setResources(const QList<ResourceId> &ids);
    const QList<ResourceId> &ids() const { return m_ids; }
    bool isSingle() const { return m_ids.size() == 1; }
    /// Of the first one; null if nothing is left of it.
    ResourcePtr resource() const { return m_resource; }
    const KindSpec *kind() const;
    /// Once after each change of the document, before editors refresh.
    void update();

    using ChooseFile = std::function<QString(QWidget *)>;
    /// Where values of Secrets are kept, and who asks for files with them; before there are
    /// editors.
    void setKeeper(ValueKeeper *keeper, ChooseFile chooseFile);
    ValueKeeper *keeper() const { return m_keeper; } ///< null: there is none
    ValueStates *valueStates() const { return m_valueStates; }
    const ChooseFile &fileChooser() const { return m_chooseFile; }

    Document *document() const { return m_document; }
    Selection *selection() const { return m_selection; }
    const Topology &topology() const { return m_document->topology(); }

    /// Of the first resource; null where nothing is set.
    const Value &value(const Path &path) const;
    /// Several resources differ there; taken for granted where there are very many.
    bool isMixed(const Path &path) const;
    /// All have a list of the same length there.
    bool haveAsMany(const Path &list) const;
    /// What a read-only field shows where nothing is set; null where nothing is derived.
    Value derived(const Path &path) const;
    /// What a cluster says of read-only fields, by resource and the path's text; goes before what
    /// is derived. True where that differs from what it said before.
    bool setLiveValues(const QHash<ResourceId, Map> &values)
    {
        return std::exchange(m_live, values) != values;
    }
    bool isExposed(const FieldSpec &spec, const Path &path) const;
    /// The path of a list's item, by merge key where it can be.
    Path itemPath(const Path &list, const List &items, qsizetype i) const;

    /// Sets a field (null unsets it) of all resources. `keep`: a structure that stays, though
    /// empty, when its last field goes; an empty path keeps none.
    void set(const Path &path, const Value &value, How how, const Path &keep = {});
    void push(Edit edit, How how);
    /// The next typing is an undo step of its own.
    void startTyping() { ++m_session; }
    /// For event filters of inputs: undo and redo keys are the document's, not the input's. The
    /// window's action has them first; a panel without one does it by itself.
    bool takeHistoryKey(QEvent *event);

    /// Of the resource if there is just one. `below`: also of what stands in it.
    QList<Finding> findings(const Path &path, bool below) const;
    const QList<Finding> &allFindings() const { return m_findings; }
    /// The worst open finding at or below a path.
    std::optional<Severity> worst(const Path &path) const;

signals:
    /// A person asks for a finding to be accepted.
    void acceptRequested(const chartwright::Finding &finding);
    /// … for its fix, which moves a credential: see movesCredential().
    void moveRequested(const chartwright::Finding &finding);
    void helpRequested(const QString &kind, const QString &path);

private:
    void watchValues();

    Document *m_document;
    QPointer<Selection> m_selection;
    QList<ResourceId> m_ids;
    ResourcePtr m_resource;
    QList<ResourcePtr> m_others;
    QList<Finding> m_findings;
    QHash<ResourceId, Map> m_live;
    int m_session = 0;
    ValueKeeper *m_keeper = nullptr;
    ValueStates *m_valueStates = nullptr;
    ChooseFile m_chooseFile;
};

/// Mends a finding; an undo step of its own. Does nothing where it has no fix, or one that gives up
/// a value, which has to be kept before.
void applyFix(Document *document, const Finding &finding);
/// A value in a few words: "http 8000", "HTTP /health :http", "3"; empty where nothing is set.
QString summary(const Topology &topology, const FieldSpec &spec, const Value &value);
/// The same of a structure's fields, without the one at `skip`.
QString summary(const Topology &topology, const QList<FieldSpec> &fields, const Value &value,
                const QString &skip = {});
/// The alternative of a union that is there, or null.
const FieldSpec *activeAlternative(const FieldSpec &unionSpec, const Value &value);

} // namespace chartwright
