// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_run.h"

#include <QFileInfo>
#include <QLocale>

namespace chartwright {
namespace {

ToolFailure toolFailure(const QString &message, const QString &where, const QString &remedy)
{
    ToolFailure out;
    out.error = {message, where, remedy};
    return out;
}

const MinikubeImage *named(const QList<MinikubeImage> &images, const QString &reference)
{
    const auto found = std::find_if(images.begin(), images.end(), [&](const MinikubeImage &image) {
        return image.isNamed(reference);
    });
    return found == images.end() ? nullptr : &*found;
}

} // namespace

ImageRun::ImageRun(Minikube *minikube, ContainerEngine *engine, ImagePlan plan, QObject *parent)
    : QObject(parent), m_minikube(minikube), m_engine(engine), m_plan(std::move(plan))
{
}

void ImageRun::start(const Done &done)
{
    m_done = done;
    if (m_plan.folder.isEmpty())
        return lookHere();
    const QString file = m_plan.folder + u'/' + m_plan.dockerfile;
    if (!QFileInfo(file).isFile())
        return fail(toolFailure(tr("There is no %1").arg(m_plan.dockerfile), m_plan.folder,
                                tr("Name the folder with the Dockerfile in the image's "
                                   "properties, or no folder, to load or pull the image.")));
    build();
}

void ImageRun::stop()
{
    m_isStopped = true;
    if (m_run)
        m_run->stop();
}

void ImageRun::follow(ToolRun *run)
{
    m_run = run;
    connect(run, &ToolRun::line, this, [this](const QString &text) { emit line(text); });
}

void ImageRun::build()
{
    emit doing(m_engine ? tr("Building with %1").arg(m_engine->name())
                        : tr("Building in Minikube"));
    const auto built = [this](const ToolResult<void> &done) {
        if (!done)
            return fail(done.error());
        m_isBrought = !m_engine;
        if (m_engine)
            lookHere();
        else
            settle();
    };
    if (m_engine)
        follow(m_engine->build(m_plan.folder, m_plan.dockerfile, m_plan.reference, m_plan.platform,
                               built));
    else
        follow(m_minikube->buildImage(m_plan.folder, m_plan.dockerfile,
                                      fullImageName(m_plan.reference), built));
}

void ImageRun::lookHere()
{
    if (!m_engine)
        return lookThere();
    follow(m_engine->inspect(m_plan.reference, [this](const ToolResult<std::optional<LocalImage>>
                                                          &found) {
        if (!found)
            return fail(found.error());
        m_local = *found;
        if (m_local && !m_plan.platform.isEmpty() && m_local->platform != m_plan.platform)
            return fail(toolFailure(
                tr("The image is for %1, and drawn for %2").arg(m_local->platform, m_plan.platform),
                m_plan.reference,
                tr("Build it for %1, or draw the platform that it has.").arg(m_plan.platform)));
        lookThere();
    }));
}

void ImageRun::lookThere()
{
    follow(m_minikube->images([this](const ToolResult<QList<MinikubeImage>> &images) {
        if (!images)
            return fail(images.error());
        const MinikubeImage *there = named(*images, m_plan.reference);
        if (!m_local && !there)
            return end(End::Pulled);
        if (m_local && !(there && there->id == m_local->id))
            return bring();
        m_there = *there;
        // What the node pulled, or somebody loaded, is run by the name that it has.
        if (!m_local && !m_there.isNamed(contentReference(m_plan.reference, m_there.id)))
            m_there.id.clear();
        if (m_there.id.isEmpty())
            return end(End::There);
        name();
    }));
}

void ImageRun::bring()
{
    emit doing(m_local->size > 0
                   ? tr("Loading %1 from %2")
                         .arg(QLocale().formattedDataSize(m_local->size), m_engine->name())
                   : tr("Loading from %1").arg(m_engine->name()));
    follow(m_engine->save(m_local->name, tarPath(), [this](const ToolResult<void> &saved) {
        if (!saved)
            return fail(saved.error());
        follow(m_minikube->loadImage(tarPath(), [this](const ToolResult<void> &loaded) {
            if (!loaded)
                return fail(loaded.error());
            m_isBrought = true;
            settle();
        }));
    }));
}

/// It was brought: which one is it there?
void ImageRun::settle()
{
    follow(m_minikube->images([this](const ToolResult<QList<MinikubeImage>> &images) {
        if (!images)
            return fail(images.error());
        const MinikubeImage *there = named(*images, m_plan.reference);
        // An engine may have it under a name of its own: "localhost/todo:1".
        const auto same =
            std::find_if(images->begin(), images->end(), [this](const MinikubeImage &image) {
                return m_local && image.id == m_local->id;
            });
        if (same != images->end() && !same->isNamed(m_plan.reference) && !same->names.isEmpty()) {
            m_there = *same;
            return follow(m_minikube->tagImage(same->names.first(), fullImageName(m_plan.reference),
                                               [this](const ToolResult<void> &tagged) {
                                                   if (!tagged)
                                                       return fail(tagged.error());
                                                   name();
                                               }));
        }
        if (!there)
            return fail(toolFailure(tr("Minikube took the image, but does not list it"),
                                    m_plan.reference, tr("Try again.")));
        m_there = *there;
        name();
    }));
}

/// A name for this content alone.
void ImageRun::name()
{
    const QString own = contentReference(m_plan.reference, m_there.id);
    if (m_there.isNamed(own))
        return end(m_isBrought ? End::Brought : End::There);
    follow(m_minikube->tagImage(fullImageName(m_plan.reference), fullImageName(own),
                                [this](const ToolResult<void> &tagged) {
                                    if (!tagged)
                                        return fail(tagged.error());
                                    end(m_isBrought ? End::Brought : End::There);
                                }));
}

void ImageRun::fail(const ToolFailure &failure)
{
    if (failure.error.where.isEmpty() && failure.kind != ToolFailure::Kind::Stopped) {
        ToolFailure placed = failure;
        placed.error.where = m_plan.reference;
        return m_done(tl::unexpected(placed));
    }
    m_done(tl::unexpected(failure));
}

void ImageRun::end(End end)
{
    m_done(Outcome{end, end == End::Pulled ? QString() : m_there.id,
                   m_local ? m_local->size : qint64(0)});
}

} // namespace chartwright
