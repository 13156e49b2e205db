/** Places, the sky, what goes on and how it looks; see {@link builtInWords} for how the lines are read. */
export const SURROUNDINGS: Readonly<Record<string, string>> = {
  places: `
    street, city street, alley, road, highway/motorway, crosswalk/zebra crossing, sidewalk/pavement, tunnel, bridge, suspension bridge,
    viaduct, railway track/railroad, train station, subway station, bus stop, airport/runway, harbor/port, dock/pier, marina, canal, dam,
    parking lot/car park, garage, gas station, city skyline/skyline, skyscraper, tower, water tower, clock tower, bell tower, lighthouse,
    windmill, wind turbine, power line, factory, chimney/smokestack, warehouse, construction site, scaffolding, house, cottage,
    cabin/hut, mansion, apartment building/block of flats, barn, shed, greenhouse, tent, yurt, igloo, treehouse, castle, palace, ruins, fort,
    pyramid, temple, pagoda, church, cathedral, mosque, monastery, altar, cemetery/graveyard, gravestone, monument, triumphal arch, obelisk,
    fountain, column/pillar, dome, roof, thatched roof, balcony, porch, patio/terrace, courtyard, garden, backyard, lawn, park, playground,
    sandbox, swimming pool, amusement park, zoo, circus, market, shop/store, supermarket, butcher shop, bakery, candy store/confectionery,
    barbershop, bookstore, toy shop, restaurant, cafe, bar/pub, kitchen, living room, bedroom, bathroom, dining room, hallway/corridor, attic,
    office, classroom, school, library, hospital, laboratory, museum, theater, cinema, stage, stadium, gym, tennis court, basketball court,
    soccer field, baseball field, golf course, race track, ski slope, ice rink, skate park, farm, field, wheat field, vineyard, orchard,
    meadow, pasture, forest/woods, jungle/rainforest, path/trail, desert, sand dune, mountain, snowy mountain, volcano, hill, valley, canyon,
    cliff, cave, rock/boulder, glacier, iceberg, river, stream/creek, waterfall, lake, pond, swamp/marsh, sea/ocean, wave, beach, coast/shore,
    coral reef, island, lagoon, geyser, puddle, mud, sand, snow, ice, village, nomad camp/campsite, campfire, prison, space/outer space, planet,
    moon, star/stars, galaxy, underwater`,
  sky: `
    sky, blue sky, cloud/clouds, sun, sunrise, sunset, dusk/twilight, night, moonlight, starry sky, rain/rainy day, storm, lightning, rainbow,
    fog/mist, snowfall/snowy weather, wind, sunlight/sunny day, shadow, reflection in water, fire, smoke, fireworks, spray/splash, bubbles,
    spring, summer, autumn/fall leaves, winter`,
  activities: `
    running, walking, jumping, sitting, standing, lying down, sleeping, climbing, falling, dancing, singing, playing guitar, playing soccer,
    playing basketball, playing baseball, playing tennis, playing football, playing hockey, playing volleyball, playing golf, playing in water,
    playing in snow, swimming, diving, surfing, sailing, rowing, kayaking, fishing, skiing, snowboarding, sledding, ice skating,
    skateboarding, riding a bike, riding a motorcycle, riding a horse, driving, racing, hiking, camping, rock climbing, boxing, wrestling,
    doing yoga, doing gymnastics, lifting weights, throwing a ball, catching a ball, kicking a ball, swinging, sliding, blowing bubbles,
    reading, writing, taking a photo, talking, talking on the phone, laughing, crying, smiling at the camera, hugging,
    kissing, holding hands, waving, pointing, eating, drinking, cooking, shopping, working, cleaning, fixing something, carrying something,
    digging, waiting, posing, performing on stage, marching in a parade, celebrating, getting married, fighting, feeding animals,
    walking a dog, playing with a dog, playing a card game, playing chess, watching television, using a computer`,
  colours: `
    red, orange, yellow, green, blue, light blue, dark blue, purple, pink, brown, black, white, grey/gray, gold/golden, silver, turquoise,
    beige, colourful/multicoloured`,
  materials: `
    wood, metal, rusty metal, steel, plastic, paper, cardboard, stone, brick, concrete, marble, leather, fabric/cloth, wool, lace,
    fur, feathers, rubber, ceramic/porcelain, clay, straw, wicker, chrome`,
  looks: `
    drawing, sketch/pencil drawing, cartoon, painting, watercolour painting, oil painting, illustration/clip art, 3d rendering, logo, icon,
    diagram, chart/graph, screenshot, text, handwriting, black and white photo, old photo, portrait, close-up, selfie, group photo,
    aerial view, silhouette, blurry photo, pattern, polka dots, stripes, checkered pattern, plain background, white background, mosaic,
    graffiti, stained glass, tapestry, wallpaper, collage, origami, geometric shape, circle, square, triangle, heart shape, star shape, arrow, abstract art`,
};
