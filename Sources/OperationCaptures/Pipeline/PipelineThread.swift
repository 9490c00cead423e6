#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A thread of the operating system that runs one closure.
struct PipelineThread: @unchecked Sendable {
    private let handle: pthread_t

    /// Starts the thread; nothing where the system has none left.
    init?(_ body: @escaping @Sendable () -> Void) {
        let context = Unmanaged.passRetained(Body(body)).toOpaque()
        #if canImport(Darwin)
        var created: pthread_t?
        let fault = pthread_create(
            &created,
            nil,
            { argument in
                Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            context
        )
        #else
        var started = pthread_t()
        let fault = pthread_create(
            &started,
            nil,
            { argument in
                if let argument {
                    Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            },
            context
        )
        let created: pthread_t? = started
        #endif
        guard fault == 0, let created else {
            Unmanaged<Body>.fromOpaque(context).release()
            return nil
        }
        handle = created
    }

    func join() {
        _ = pthread_join(handle, nil)
    }

    func detach() {
        _ = pthread_detach(handle)
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }
}
