;; Dot products of one query with rows of a block, 128 bits at a time: exactly in float32, or bounded from above by
;; int8 copies of the rows, which are a quarter of the memory to read. quantise.ts says why the bounds hold.
(module
  (import "env" "memory" (memory 1))

  ;; scores[i] = query · rows[i], float32. query, rows, scores: byte offsets. stride: bytes of a row, a multiple of 64;
  ;; the query is as long. Every row is summed in the same order, so equal vectors get equal scores, bit for bit.
  (func (export "dot")
    (param $query i32) (param $rows i32) (param $count i32) (param $stride i32) (param $scores i32)
    (local $row_end i32) (local $q i32) (local $last i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $last (i32.add (local.get $rows) (i32.mul (local.get $count) (local.get $stride))))
    (loop $row
      (local.set $q (local.get $query))
      (local.set $row_end (i32.add (local.get $rows) (local.get $stride)))
      (local.set $a (v128.const f32x4 0 0 0 0))
      (local.set $b (v128.const f32x4 0 0 0 0))
      (local.set $c (v128.const f32x4 0 0 0 0))
      (local.set $d (v128.const f32x4 0 0 0 0))
      (loop $step
        (local.set $a (f32x4.add (local.get $a)
          (f32x4.mul (v128.load (local.get $q)) (v128.load (local.get $rows)))))
        (local.set $b (f32x4.add (local.get $b)
          (f32x4.mul (v128.load offset=16 (local.get $q)) (v128.load offset=16 (local.get $rows)))))
        (local.set $c (f32x4.add (local.get $c)
          (f32x4.mul (v128.load offset=32 (local.get $q)) (v128.load offset=32 (local.get $rows)))))
        (local.set $d (f32x4.add (local.get $d)
          (f32x4.mul (v128.load offset=48 (local.get $q)) (v128.load offset=48 (local.get $rows)))))
        (local.set $q (i32.add (local.get $q) (i32.const 64)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 64)))
        (br_if $step (i32.ne (local.get $rows) (local.get $row_end))))
      (local.set $a (f32x4.add
        (f32x4.add (local.get $a) (local.get $b))
        (f32x4.add (local.get $c) (local.get $d))))
      (f32.store (local.get $scores)
        (f32.add
          (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
          (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
      (local.set $scores (i32.add (local.get $scores) (i32.const 4)))
      (br_if $row (i32.ne (local.get $rows) (local.get $last)))))

  ;; bounds[i] = (query · rows[i]) * scale * facts[i].scale + facts[i].slack + slack: never below the exact score.
  ;; query: int16. rows: int8. facts: two float32 a row. stride: bytes of a row, a multiple of 16.
  (func (export "bound")
    (param $query i32) (param $rows i32) (param $count i32) (param $stride i32) (param $facts i32)
    (param $scale f32) (param $slack f32) (param $bounds i32)
    (local $row_end i32) (local $q i32) (local $last i32) (local $a v128) (local $b v128)
    (if (i32.eqz (local.get $count)) (then (return)))
    (local.set $last (i32.add (local.get $rows) (i32.mul (local.get $count) (local.get $stride))))
    (loop $row
      (local.set $q (local.get $query))
      (local.set $row_end (i32.add (local.get $rows) (local.get $stride)))
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (v128.const i32x4 0 0 0 0))
      (loop $step
        (local.set $a (i32x4.add (local.get $a)
          (i32x4.dot_i16x8_s (v128.load (local.get $q)) (v128.load8x8_s (local.get $rows)))))
        (local.set $b (i32x4.add (local.get $b)
          (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $q)) (v128.load8x8_s offset=8 (local.get $rows)))))
        (local.set $q (i32.add (local.get $q) (i32.const 32)))
        (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
        (br_if $step (i32.ne (local.get $rows) (local.get $row_end))))
      (local.set $a (f32x4.add (f32x4.convert_i32x4_s (local.get $a)) (f32x4.convert_i32x4_s (local.get $b))))
      (f32.store (local.get $bounds)
        (f32.add
          (f32.mul
            (f32.mul (local.get $scale) (f32.load (local.get $facts)))
            (f32.add
              (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
              (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a)))))
          (f32.add (f32.load offset=4 (local.get $facts)) (local.get $slack))))
      (local.set $facts (i32.add (local.get $facts) (i32.const 8)))
      (local.set $bounds (i32.add (local.get $bounds) (i32.const 4)))
      (br_if $row (i32.ne (local.get $rows) (local.get $last)))))

  ;; Writes a row's int8 copy and its two facts: the size of a step, and the length of what the copy lost times $slack.
  ;; row: float32, stride bytes, a multiple of 64.
  (func (export "quantise")
    (param $row i32) (param $stride i32) (param $copy i32) (param $facts i32) (param $slack f32)
    (local $end i32) (local $at i32) (local $max v128) (local $step v128) (local $steps_per_one v128) (local $squares v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $row) (local.get $stride)))
    (local.set $at (local.get $row))
    (loop $next
      (local.set $max (f32x4.max (local.get $max) (f32x4.abs (v128.load (local.get $at)))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $next (i32.ne (local.get $at) (local.get $end))))
    (local.set $max (f32x4.splat (f32.max
      (f32.max (f32x4.extract_lane 0 (local.get $max)) (f32x4.extract_lane 1 (local.get $max)))
      (f32.max (f32x4.extract_lane 2 (local.get $max)) (f32x4.extract_lane 3 (local.get $max))))))
    (local.set $step (f32x4.div (local.get $max) (v128.const f32x4 127 127 127 127)))
    (local.set $steps_per_one (f32x4.div (v128.const f32x4 127 127 127 127) (local.get $max)))
    (local.set $at (local.get $row))
    (loop $next
      (local.set $a (f32x4.nearest (f32x4.mul (v128.load (local.get $at)) (local.get $steps_per_one))))
      (local.set $b (f32x4.nearest (f32x4.mul (v128.load offset=16 (local.get $at)) (local.get $steps_per_one))))
      (local.set $c (f32x4.nearest (f32x4.mul (v128.load offset=32 (local.get $at)) (local.get $steps_per_one))))
      (local.set $d (f32x4.nearest (f32x4.mul (v128.load offset=48 (local.get $at)) (local.get $steps_per_one))))
      (v128.store (local.get $copy) (i8x16.narrow_i16x8_s
        (i16x8.narrow_i32x4_s (i32x4.trunc_sat_f32x4_s (local.get $a)) (i32x4.trunc_sat_f32x4_s (local.get $b)))
        (i16x8.narrow_i32x4_s (i32x4.trunc_sat_f32x4_s (local.get $c)) (i32x4.trunc_sat_f32x4_s (local.get $d)))))
      (local.set $a (f32x4.sub (v128.load (local.get $at)) (f32x4.mul (local.get $a) (local.get $step))))
      (local.set $b (f32x4.sub (v128.load offset=16 (local.get $at)) (f32x4.mul (local.get $b) (local.get $step))))
      (local.set $c (f32x4.sub (v128.load offset=32 (local.get $at)) (f32x4.mul (local.get $c) (local.get $step))))
      (local.set $d (f32x4.sub (v128.load offset=48 (local.get $at)) (f32x4.mul (local.get $d) (local.get $step))))
      (local.set $squares (f32x4.add (local.get $squares) (f32x4.add
        (f32x4.add (f32x4.mul (local.get $a) (local.get $a)) (f32x4.mul (local.get $b) (local.get $b)))
        (f32x4.add (f32x4.mul (local.get $c) (local.get $c)) (f32x4.mul (local.get $d) (local.get $d))))))
      (local.set $copy (i32.add (local.get $copy) (i32.const 16)))
      (local.set $at (i32.add (local.get $at) (i32.const 64)))
      (br_if $next (i32.ne (local.get $at) (local.get $end))))
    (f32.store (local.get $facts) (f32x4.extract_lane 0 (local.get $step)))
    (f32.store offset=4 (local.get $facts) (f32.mul (local.get $slack) (f32.sqrt (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $squares)) (f32x4.extract_lane 1 (local.get $squares)))
      (f32.add (f32x4.extract_lane 2 (local.get $squares)) (f32x4.extract_lane 3 (local.get $squares)))))))))
