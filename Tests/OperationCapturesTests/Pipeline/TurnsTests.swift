import Foundation
import Synchronization
import Testing

@testable import OperationCaptures

struct TurnsTests {
    @Test(arguments: [1, 2, 8])
    func servesInTheOrderOfTheNumbers(threads: Int) {
        let turns = Turns()
        let served = Mutex<[Int]>([])
        let most = Mutex(0)
        let workers = (0..<threads)
            .map { thread in
                PipelineThread {
                    for round in 0..<500 {
                        let (number, before) = turns.draw { $0 }
                        most.withLock { $0 = max($0, before) }
                        // Some come late, so that others wait for them, awake and asleep.
                        if (round + thread) % 50 == 0 { sched_yield() }
                        if (round + thread) % 250 == 0 { usleep(2000) }
                        turns.serve(number) { served.withLock { $0.append(number) } }
                    }
                }
            }
        #expect(workers.allSatisfy { $0 != nil })
        for worker in workers { worker?.join() }
        #expect(served.withLock { $0 } == Array(0..<threads * 500))
        #expect(most.withLock { $0 } < threads)
    }

    @Test func saysHowManyTurnsComeBefore() {
        let turns = Turns()
        let first = turns.draw { $0 }
        let second = turns.draw { $0 }
        #expect(first == (0, 0))
        #expect(second == (1, 1))
        turns.serve(first.number) {}
        #expect(turns.draw { $0 } == (2, 1))
    }
}
