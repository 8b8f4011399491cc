// SPDX-License-Identifier: Apache-2.0
#include "secrets/value_survey.h"

#include "kinds/kept_values.h"
#include "kinds/registry.h"
#include "project/autosave.h"

#include <QFile>
#include <filesystem>

namespace chartwright {
namespace {

/// A folder that we may not look into hides what is there.
bool isGone(const QString &file)
{
    std::error_code error;
    const auto path = std::filesystem::path(QFile::encodeName(file).toStdString());
    return std::filesystem::status(path, error).type() == std::filesystem::file_type::not_found;
}

/// What drawings hold, and which could not be read.
class Drawings
{
public:
    Drawings()
    {
        for (const Recoverable &work : unsavedWork()) {
            const auto read = readRecoverable(work, allKinds());
            if (read)
                m_held += keptValueIds(read->topology);
            else if (QFile::exists(work.sidecar)) // not removed meanwhile
                m_unreadable.insert(work.projectPath);
        }
    }

    std::optional<QSet<QString>> read(const QString &document)
    {
        if (m_unreadable.contains(document))
            return std::nullopt;
        if (document.isEmpty())
            return unlessHidden({});
        if (isGone(document)) {
            m_gone.insert(document);
            return unlessHidden({});
        }
        const auto project = loadProject(document, allKinds());
        if (!project)
            return std::nullopt;
        const QSet<QString> ids = keptValueIds(project->topology);
        m_held += ids;
        return unlessHidden(ids);
    }

    const QSet<QString> &held() const { return m_held; }
    bool isGoneDocument(const QString &document) const { return m_gone.contains(document); }

private:
    /// Work that cannot be seen may hold anything.
    std::optional<QSet<QString>> unlessHidden(QSet<QString> ids) const
    {
        return m_hidden ? std::nullopt : std::optional(std::move(ids));
    }

    bool m_hidden = isWorkHidden();
    QSet<QString> m_held, m_unreadable, m_gone;
};

} // namespace

QList<SurveyedValue> surveyValues(const QList<IndexEntry> &entries, const OpenDrawing &open)
{
    Drawings drawings;
    const QSet<QString> unheld = SecretIndex::orphans(
        entries, [&](const QString &document) { return drawings.read(document); });
    QList<SurveyedValue> out;
    for (const IndexEntry &e : entries) {
        const ValueUse use = open.now.contains(e.id)               ? ValueUse::Open
                             : drawings.held().contains(e.id)      ? ValueUse::Elsewhere
                             : open.history.contains(e.id)         ? ValueUse::Undo
                             : !unheld.contains(e.id)              ? ValueUse::Unreadable
                             : drawings.isGoneDocument(e.document) ? ValueUse::Gone
                                                                   : ValueUse::None;
        out.append({e, use});
    }
    return out;
}

} // namespace chartwright
